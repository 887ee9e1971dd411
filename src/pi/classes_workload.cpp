#include "pi/classes_workload.hpp"

#include "pi/small_primes.hpp"

#include <algorithm>
#include <numeric>
#include <span>
#include <stdexcept>

namespace primerank::pi {
namespace {

void require_in_range(uint128 x) {
    if (x >= ClassesWorkload::end_of_x) {
        throw std::invalid_argument("x is too large: classes are counted for x below 2^69");
    }
}

std::vector<std::uint32_t> primes_up_to(std::uint64_t n) {
    std::vector<std::uint32_t> primes = small_primes(static_cast<std::uint32_t>(n));
    primes.erase(primes.begin());
    return primes;
}

/// The sum over the primes up to x that divide q, of which none is above 3.
int sum_over_divisors(const Character& chi, std::uint64_t q, uint128 x) {
    int sum = 0;
    for (const std::uint64_t p : {2U, 3U}) {
        sum += q % p == 0 && p <= x ? chi(p) : 0;
    }
    return sum;
}

std::vector<std::unique_ptr<const CharacterSums>>
sums_of(const std::vector<Character>& characters, const Tables& tables, const Builders& builders) {
    std::vector<std::unique_ptr<const CharacterSums>> sums;
    sums.reserve(characters.size());
    for (const Character& chi : characters) {
        sums.push_back(std::make_unique<const CharacterSums>(tables, chi, builders));
    }
    return sums;
}

} // namespace

void CharacterTallies::combine(const CharacterTallies& right) {
    of.resize(std::max(of.size(), right.of.size()));
    for (std::size_t i = 0; i < right.of.size(); ++i) {
        of[i].combine(right.of[i]);
    }
}

ClassesWorkload::Method::Method(const Parameters& parameters,
                                const std::vector<Character>& characters, const Builders& builders)
    : tables(parameters, builders), sums(sums_of(characters, tables, builders)),
      axis(sums.front()->axis()) {}

ClassesWorkload::ClassesWorkload(uint128 x, std::uint64_t modulus, const Builders& builders,
                                 const Options& options)
    : x_(x), modulus_(modulus), options_(options), characters_(characters_mod(modulus)) {
    require_in_range(x);
    if (x >= combinatorial_start) {
        method_ =
            std::make_unique<const Method>(choose_parameters(x, options), characters_, builders);
    }
}

double ClassesWorkload::cost(const Interval& piece) const {
    if (!method_) {
        return piece.contains(0) ? 1e-3 : 0;
    }
    return method_->axis.cost(piece) * classes_cost_factor(modulus_);
}

uint128 ClassesWorkload::border(uint128 position) const {
    return method_ ? method_->axis.border(position) : std::min<uint128>(position, 1);
}

CharacterTallies ClassesWorkload::work(const Interval& piece, Worker& worker,
                                       const std::stop_token& give_up) const {
    CharacterTallies tallies;
    for (std::size_t i = 0; i < characters_.size(); ++i) {
        if (method_) {
            tallies.of.push_back(method_->sums[i]->work(method_->axis, piece, worker, give_up));
        } else {
            tallies.of.emplace_back().easy.count =
                piece.contains(0) ? small_sum(characters_[i]) : 0;
        }
    }
    return tallies;
}

/// pi_chi(x) for x below combinatorial_start.
std::int64_t ClassesWorkload::small_sum(const Character& chi) const {
    const auto primes = primes_up_to(static_cast<std::uint64_t>(x_));
    return std::accumulate(primes.begin(), primes.end(), std::int64_t{0},
                           [&](std::int64_t sum, std::uint32_t p) { return sum + chi(p); });
}

law::WideSum ClassesWorkload::headline(const Tally& tally) const {
    if (tally.of.empty()) {
        return {};
    }
    const PiTally& of_all = tally.of.front();
    return law::WideSum(static_cast<uint128>(of_all.easy.count)
                        + static_cast<uint128>(of_all.b.count));
}

std::size_t ClassesWorkload::memory(int threads) const {
    return classes_memory_forecast(x_, modulus_, static_cast<unsigned>(threads), options_);
}

std::vector<PiTerms> ClassesWorkload::terms(const Tally& tally) const {
    if (tally.of.size() != characters_.size()) {
        throw std::logic_error("the partial results are not those of these characters");
    }
    std::vector<PiTerms> terms;
    for (std::size_t i = 0; i < characters_.size(); ++i) {
        terms.push_back(method_ ? method_->sums[i]->terms(
                            tally.of[i], static_cast<std::uint64_t>(tally.of.front().easy.count))
                                : PiTerms{0, 0, 0, 0, tally.of[i].easy.count});
    }
    return terms;
}

tally::ResidueCounts ClassesWorkload::finish(const Tally& tally) const {
    const std::vector<PiTerms> found = terms(tally);
    tally::ResidueCounts counts;
    counts.of_class.resize(modulus_);
    for (std::uint64_t a = 0; a < modulus_; ++a) {
        if (std::gcd(a, modulus_) != 1) {
            continue;
        }
        int128 sum = 0;
        for (std::size_t i = 0; i < characters_.size(); ++i) {
            const Character& chi = characters_[i];
            sum += chi(a) * (found[i].sum() - sum_over_divisors(chi, modulus_, x_));
        }
        const auto classes = static_cast<int128>(characters_.size());
        if (sum < 0 || sum % classes != 0 || static_cast<uint128>(sum / classes) > x_) {
            throw std::logic_error("the partial results do not add up to counts of primes");
        }
        counts.of_class[a] = static_cast<std::uint64_t>(sum / classes);
    }
    for (const std::uint64_t p : {2U, 3U}) {
        counts.of_class[p % modulus_] += modulus_ % p == 0 && p <= x_ ? 1 : 0;
    }
    return counts;
}

std::uint64_t classes_memory_forecast(uint128 x, std::uint64_t modulus, unsigned threads,
                                      const Options& options) {
    require_in_range(x);
    const std::vector<Character> characters = characters_mod(modulus);
    if (x < combinatorial_start) {
        return 1 << 20;
    }
    const Parameters parameters = choose_parameters(x, options);
    const bool with_signs = characters.size() > 1;
    std::uint64_t bytes =
        Tables::bytes(parameters) + threads * CharacterSums::thread_bytes(parameters, with_signs);
    for (const Character& chi : characters) {
        bytes += CharacterSums::shared_bytes(parameters, chi);
    }
    return bytes;
}

double classes_cost_factor(std::uint64_t modulus) {
    constexpr double of_a_character = 1.25;
    return 1 + of_a_character * static_cast<double>(characters_mod(modulus).size() - 1);
}

} // namespace primerank::pi
