#pragma once

#include "numbers/interval.hpp"
#include "sieve/segment.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

/// Primes and bitmap segments made in the plainest way, to test tallies with: nothing here is
/// shared with what is tested.
namespace primerank::reference {

inline std::uint64_t power_mod(std::uint64_t base, std::uint64_t exponent, std::uint64_t modulus) {
    std::uint64_t result = 1;
    for (; exponent != 0; exponent >>= 1) {
        if ((exponent & 1) != 0) {
            result = static_cast<std::uint64_t>(uint128{result} * base % modulus);
        }
        base = static_cast<std::uint64_t>(uint128{base} * base % modulus);
    }
    return result;
}

/// Miller and Rabin's test to the first twelve prime bases, which no composite below 3.18 * 10^23
/// passes (Sorenson and Webster, Strong pseudoprimes to twelve prime bases, 2015).
inline bool is_prime(std::uint64_t n) {
    constexpr std::array<std::uint64_t, 12> bases = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
    for (const std::uint64_t p : bases) {
        if (n % p == 0) {
            return n == p;
        }
    }
    if (n < 2) {
        return false;
    }
    const int twos = __builtin_ctzll(n - 1);
    return std::all_of(bases.begin(), bases.end(), [&](std::uint64_t base) {
        std::uint64_t x = power_mod(base, (n - 1) >> twos, n);
        bool passed = x == 1 || x == n - 1;
        for (int i = 1; i < twos && !passed; ++i) {
            x = static_cast<std::uint64_t>(uint128{x} * x % n);
            passed = x == n - 1;
        }
        return passed;
    });
}

/// The sieve of Eratosthenes for intervals that reach from 0 to anywhere below 2^30.
inline std::vector<std::uint64_t> primes_below(std::uint64_t stop) {
    std::vector<char> composite(stop, 0);
    std::vector<std::uint64_t> primes;
    for (std::uint64_t n = 2; n < stop; ++n) {
        if (composite[n] != 0) {
            continue;
        }
        primes.push_back(n);
        for (std::uint64_t multiple = n * n; multiple < stop; multiple += n) {
            composite[multiple] = 1;
        }
    }
    return primes;
}

/// The primes of an interval of moderate width at any height up to 2^64.
inline std::vector<std::uint64_t> primes_in(const Interval& interval) {
    if (interval.start == 0) {
        return primes_below(static_cast<std::uint64_t>(interval.stop));
    }
    std::vector<std::uint64_t> primes;
    for (uint128 n = interval.start; n < interval.stop; ++n) {
        if (is_prime(static_cast<std::uint64_t>(n))) {
            primes.push_back(static_cast<std::uint64_t>(n));
        }
    }
    return primes;
}

/// A segment with memory of its own, as sieve::Segment promises it: aligned, and zeros behind it.
class SegmentBuffer {
  public:
    /// The segment of the smallest extent that covers the interval, with bits for `primes`, which
    /// are all at least 7 and lie in it.
    SegmentBuffer(const Interval& interval, std::span<const std::uint64_t> primes)
        : base_(static_cast<std::uint64_t>(interval.start - interval.start % 30)),
          size_((static_cast<std::size_t>((interval.stop - base_ + 29) / 30) + 7) / 8 * 8),
          lines_(size_ / 64 + 2) {
        for (const std::uint64_t prime : primes) {
            const std::uint64_t offset = prime - base_;
            auto& byte = lines_[offset / 30 / 64].bytes[offset / 30 % 64];
            byte = static_cast<std::uint8_t>(byte | 1U << sieve::wheel_bits[offset % 30]);
        }
    }

    [[nodiscard]] sieve::Segment view() const { return {base_, {lines_.front().bytes, size_}}; }

  private:
    struct alignas(64) Line {
        std::uint8_t bytes[64] = {};
    };

    std::uint64_t base_;
    std::size_t size_;
    std::vector<Line> lines_;
};

/// An interval and its primes, found once and cut up often.
struct Window {
    Interval interval;
    std::vector<std::uint64_t> primes;

    explicit Window(const Interval& whole) : Window(whole, primes_in(whole)) {}
    Window(const Interval& whole, std::vector<std::uint64_t> given)
        : interval(whole), primes(std::move(given)) {}

    [[nodiscard]] std::span<const std::uint64_t> primes_of(const Interval& piece) const {
        const auto begin = std::lower_bound(primes.begin(), primes.end(), piece.start);
        const auto end = std::lower_bound(begin, primes.end(), piece.stop);
        return {begin, end};
    }
};

} // namespace primerank::reference
