#include "tally/pattern.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <stdexcept>

namespace primerank::tally {
namespace {

std::string listed(std::span<const std::uint64_t> numbers) {
    std::string list;
    for (const std::uint64_t number : numbers) {
        list += (list.empty() ? "" : ",") + std::to_string(number);
    }
    return list;
}

bool is_prime(std::uint64_t n) {
    for (std::uint64_t d = 2; d * d <= n; ++d) {
        if (n % d == 0) {
            return false;
        }
    }
    return n >= 2;
}

/// For each remainder mod q the first offset that leaves it; -1 for a remainder that none leaves.
std::vector<std::int64_t> offsets_by_remainder(std::span<const std::uint64_t> offsets,
                                               std::uint64_t q) {
    std::vector<std::int64_t> witness(q, -1);
    for (const std::uint64_t offset : offsets) {
        std::int64_t& first = witness[offset % q];
        first = first < 0 ? static_cast<std::int64_t>(offset) : first;
    }
    return witness;
}

std::string explanation(std::span<const std::uint64_t> offsets,
                        const std::vector<std::int64_t>& witness) {
    const std::string q = std::to_string(witness.size());
    std::string remainders;
    for (std::size_t r = 0; r < witness.size(); ++r) {
        remainders.append(r == 0 ? "" : ", ").append(std::to_string(witness[r]));
        remainders.append(" leaves ").append(std::to_string(r));
    }
    return "The pattern " + listed(offsets) + " is not admissible: it hits every residue class mod "
           + q + " (" + remainders + "), so one member is always divisible by " + q + ".";
}

/// k offsets leave at most k remainders, so only the primes up to k can be hit in full.
void require_admissible(std::span<const std::uint64_t> offsets) {
    for (std::uint64_t q = 2; q <= offsets.size(); ++q) {
        if (!is_prime(q)) {
            continue;
        }
        const std::vector<std::int64_t> witness = offsets_by_remainder(offsets, q);
        if (std::find(witness.begin(), witness.end(), -1) == witness.end()) {
            throw std::invalid_argument(explanation(offsets, witness));
        }
    }
}

/// The index of the last member of the constellation that begins at index `first`; primes.size()
/// when there is none.
std::size_t last_member(std::span<const std::uint64_t> primes, std::size_t first,
                        const Pattern& pattern) {
    std::size_t at = first;
    for (const std::uint64_t offset : pattern.offsets()) {
        while (at < primes.size() && primes[at] - primes[first] < offset) {
            ++at;
        }
        if (at == primes.size() || primes[at] - primes[first] != offset) {
            return primes.size();
        }
    }
    return at;
}

} // namespace

Pattern::Pattern(std::vector<std::uint64_t> offsets) : offsets_(std::move(offsets)) {
    const std::string start = "The pattern " + listed(offsets_);
    if (offsets_.empty() || offsets_.front() != 0) {
        throw std::invalid_argument(start + " does not begin with 0.");
    }
    if (std::adjacent_find(offsets_.begin(), offsets_.end(), std::greater_equal<>())
        != offsets_.end()) {
        throw std::invalid_argument(start + " does not ascend.");
    }
    if (offsets_.back() > largest_diameter) {
        throw std::invalid_argument(start + " ends beyond " + std::to_string(largest_diameter)
                                    + ", the largest offset there may be.");
    }
    require_admissible(offsets_);
}

Pattern parse_pattern(std::string_view text) {
    std::vector<std::uint64_t> offsets;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (;;) {
        std::uint64_t offset = 0;
        const auto [behind, error] = std::from_chars(at, end, offset);
        if (error != std::errc{} || (behind != end && *behind != ',')) {
            throw std::invalid_argument("'" + std::string(text)
                                        + "' is not a pattern; legal are ascending offsets from 0 "
                                          "with commas between them, such as 0,4,6");
        }
        offsets.push_back(offset);
        if (behind == end) {
            return Pattern(std::move(offsets));
        }
        at = behind + 1;
    }
}

std::string to_string(const Pattern& pattern) {
    return listed(pattern.offsets());
}

// Beyond q_end no offsets leave the same remainder, and the logarithms of the factors that are left
// out are -k (k - 1) / (2 q^2) and less; over the primes from Q, 1 / q^2 sums to about
// 1 / (Q (ln Q + 1)).
double hardy_littlewood_constant(const Pattern& pattern) {
    constexpr std::uint64_t q_end = 50'000;
    const auto k = static_cast<double>(pattern.offsets().size());
    double constant = 1;
    for (std::uint64_t q = 2; q < q_end; ++q) {
        if (!is_prime(q)) {
            continue;
        }
        const auto p = static_cast<double>(q);
        double remainders = k;
        if (q <= pattern.diameter()) {
            const auto witness = offsets_by_remainder(pattern.offsets(), q);
            remainders = p - static_cast<double>(std::count(witness.begin(), witness.end(), -1));
        }
        constant *= (1 - remainders / p) / std::pow(1 - 1 / p, k);
    }
    const double left_out = 1 / (q_end * (std::log(q_end) + 1));
    return constant * std::exp(-k * (k - 1) / 2 * left_out);
}

std::vector<std::uint64_t> first_members(std::span<const std::uint64_t> primes,
                                         const Pattern& pattern, const Place& place) {
    std::vector<std::uint64_t> members;
    for (std::size_t first = 0; first < std::min(place.begin_before, primes.size()); ++first) {
        const std::size_t last = last_member(primes, first, pattern);
        if (last >= place.end_from && last < primes.size()) {
            members.push_back(primes[first]);
        }
    }
    return members;
}

} // namespace primerank::tally
