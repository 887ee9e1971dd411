#include "sieve/presieve.hpp"

#include "sieve/kernels.hpp"
#include "sieve/pages.hpp"
#include "sieve/segment.hpp"

#include <algorithm>
#include <numeric>

namespace primerank::sieve {
namespace {

using Group = std::vector<std::uint32_t>;

std::vector<std::uint32_t> presieved_primes() {
    std::vector<std::uint32_t> primes;
    for (std::uint32_t n = 7; n <= presieve_limit; ++n) {
        std::uint32_t divisor = 2;
        while (n % divisor != 0) {
            ++divisor;
        }
        if (divisor == n) {
            primes.push_back(n);
        }
    }
    return primes;
}

/// Above this, primes have patterns of their own.
constexpr std::uint32_t pair_limit = 100;

/// Two groups of three, pairs of neighbours, and then primes alone: few enough patterns, and short
/// enough for the first-level cache.
std::vector<Group> grouped(const std::vector<std::uint32_t>& primes) {
    std::vector<Group> groups = {{primes[0], primes[1], primes[2]},
                                 {primes[3], primes[4], primes[5]}};
    std::size_t i = 6;
    for (; i + 1 < primes.size() && primes[i + 1] < pair_limit; i += 2) {
        groups.push_back({primes[i], primes[i + 1]});
    }
    for (; i < primes.size(); ++i) {
        groups.push_back({primes[i]});
    }
    return groups;
}

/// All patterns, drawn once a process.
class Patterns {
  public:
    Patterns() {
        const std::vector<Group> groups = grouped(presieved_primes());
        std::size_t total = 0;
        for (const Group& group : groups) {
            total += length(group);
        }
        memory_.resize(total);
        fetch_pages(memory_.data(), total);
        std::uint8_t* pattern = memory_.data();
        for (const Group& group : groups) {
            draw(group, pattern);
            const std::uint32_t bytes = period(group);
            cursors_.push_back({pattern, bytes, std::uint32_t{presieve_block} % bytes, 0});
            pattern += length(group);
        }
    }

    [[nodiscard]] const std::vector<Presieve::Cursor>& cursors() const { return cursors_; }

  private:
    static std::uint32_t period(const Group& group) {
        return std::accumulate(group.begin(), group.end(), std::uint32_t{1}, std::multiplies<>());
    }

    static std::size_t length(const Group& group) {
        return (period(group) + presieve_block + 63) / 64 * 64;
    }

    /// The multiples of p that are coprime to 30 are p (30 k + r): r p / 30 bytes beyond k p.
    static void draw(const Group& group, std::uint8_t* pattern) {
        const std::size_t size = length(group);
        std::fill_n(pattern, size, std::uint8_t{255});
        for (const std::uint32_t prime : group) {
            for (const std::uint32_t residue : wheel_residues) {
                const std::uint32_t multiple = prime * residue;
                const auto mask = static_cast<std::uint8_t>(~(1U << wheel_bits[multiple % 30]));
                for (std::size_t byte = multiple / 30; byte < size; byte += prime) {
                    pattern[byte] &= mask;
                }
            }
        }
    }

    AlignedBuffer<std::uint8_t> memory_;
    std::vector<Presieve::Cursor> cursors_;
};

const Patterns& patterns() {
    static const Patterns drawn;
    return drawn;
}

} // namespace

Presieve::Presieve(const Kernels& kernels) : kernels_(&kernels), cursors_(patterns().cursors()) {}

void Presieve::seek(std::uint64_t byte) {
    for (Cursor& cursor : cursors_) {
        cursor.offset = static_cast<std::uint32_t>(byte % cursor.period);
    }
}

void Presieve::fill(std::uint8_t* segment, std::size_t size) {
    const std::size_t blocks = (size + presieve_block - 1) / presieve_block;
    kernels_->presieve(segment, blocks, cursors_.data(), cursors_.size());
}

} // namespace primerank::sieve
