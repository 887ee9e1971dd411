#include "pi/prime_window.hpp"

#include "numbers/roots.hpp"
#include "pi/numerator.hpp"
#include "pi/small_primes.hpp"
#include "sieve/sieve.hpp"

#include <algorithm>
#include <bit>

namespace primerank::pi {
namespace {

/// Up to here primes strike piece by piece, in the second-level cache.
constexpr std::uint32_t small_prime = 1 << 18;
constexpr std::uint64_t piece_bits = 1 << 21;

/// Where the multiples of an odd p from p^2 on begin among base, base + 2, base + 4 ...
class FirstMultiple {
  public:
    explicit FirstMultiple(uint128 base)
        : base_(base), numerator_(base), fast_from_(static_cast<std::uint64_t>(base >> 51) + 1) {}

    [[nodiscard]] std::uint64_t of(std::uint64_t p) const {
        const uint128 square = uint128{p} * p;
        if (square >= base_) {
            return static_cast<std::uint64_t>((square - base_) / 2);
        }
        const std::uint64_t remainder = p >= fast_from_
                                            ? numerator_.low_bits - quotient(numerator_, p) * p
                                            : static_cast<std::uint64_t>(base_ % p);
        if (remainder == 0) {
            return 0;
        }
        // base + gap is a multiple; where it is even, base + gap + p is the odd one.
        const std::uint64_t gap = p - remainder;
        return (gap % 2 == 0 ? gap : gap + p) / 2;
    }

  private:
    uint128 base_;
    Numerator numerator_;
    std::uint64_t fast_from_; // base / p < 2^51 from here on
};

void clear_bits(std::vector<std::uint64_t>& bits, std::uint64_t first, std::uint64_t end,
                std::uint64_t step) {
    for (std::uint64_t i = first; i < end; i += step) {
        bits[i / 64] &= ~(std::uint64_t{1} << i % 64);
    }
}

} // namespace

PrimeWindow::PrimeWindow(const Interval& interval,
                         const std::shared_ptr<sieve::SievingPrimesCache>& cache,
                         const std::stop_token& give_up)
    : base_(interval.start | 1),
      size_(interval.stop <= base_ ? 0
                                   : static_cast<std::uint64_t>((interval.stop - base_ + 1) / 2)),
      odd_((size_ + 63) / 64, ~std::uint64_t{0}) {
    if (size_ == 0) {
        return;
    }
    if (size_ % 64 != 0) {
        odd_.back() >>= 64 - size_ % 64;
    }
    strike_small_primes();
    const std::uint64_t root = integer_sqrt(interval.stop - 1);
    if (root > small_prime) {
        strike_large_primes(root, cache, give_up);
    }
}

void PrimeWindow::strike_small_primes() {
    const FirstMultiple first(base_);
    const std::vector<std::uint32_t> primes = small_primes(small_prime);
    std::vector<std::uint64_t> next;
    for (std::size_t b = 2; b < primes.size(); ++b) { // p_2 = 3
        next.push_back(first.of(primes[b]));
    }
    for (std::uint64_t piece = 0; piece < size_; piece += piece_bits) {
        const std::uint64_t end = std::min(piece + piece_bits, size_);
        for (std::size_t i = 0; i < next.size(); ++i) {
            const std::uint64_t p = primes[i + 2];
            if (next[i] < end) {
                clear_bits(odd_, next[i], end, p);
                next[i] += (end - next[i] + p - 1) / p * p;
            }
        }
    }
}

void PrimeWindow::strike_large_primes(std::uint64_t root,
                                      const std::shared_ptr<sieve::SievingPrimesCache>& cache,
                                      const std::stop_token& give_up) {
    struct GivenUp {};
    const FirstMultiple first(base_);
    sieve::Sieve sieve(cache);
    try {
        sieve.run({small_prime + 1, uint128{root} + 1}, [&](const sieve::Segment& segment) {
            if (give_up.stop_requested()) {
                throw GivenUp{};
            }
            for (std::size_t i = 0; i < segment.bytes.size(); ++i) {
                for (unsigned bits = segment.bytes[i]; bits != 0; bits &= bits - 1) {
                    const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
                    const std::uint64_t p = segment.base + 30 * i + sieve::wheel_residues[bit];
                    clear_bits(odd_, first.of(p), size_, p);
                }
            }
        });
    } catch (const GivenUp&) { // whoever asked for it does not look at what is found
    }
}

std::uint64_t PrimeWindow::count() const {
    std::uint64_t count = 0;
    for (const std::uint64_t word : odd_) {
        count += static_cast<std::uint64_t>(std::popcount(word));
    }
    return count;
}

std::vector<uint128> PrimeWindow::primes() const {
    std::vector<uint128> primes;
    for (std::size_t i = 0; i < odd_.size(); ++i) {
        for (std::uint64_t word = odd_[i]; word != 0; word &= word - 1) {
            const std::uint64_t bit = 64 * i + static_cast<unsigned>(std::countr_zero(word));
            primes.push_back(base_ + uint128{2} * bit);
        }
    }
    return primes;
}

} // namespace primerank::pi
