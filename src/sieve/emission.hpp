#pragma once

#include "numbers/uint128.hpp"
#include "sieve/crossing.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// Takes composites in a window, in either notation, a list at a time.
class CompositeSink {
  public:
    /// Lists should be about so long: then each of 256 buckets comes into the first-level cache
    /// once for many composites, and is driven out by those that find them once for many.
    static constexpr std::size_t list_size = 4096;

    virtual ~CompositeSink() = default;
    virtual void take(const std::uint32_t* composites, std::size_t count) = 0;
};

/// Which primes meet which window.
struct EmissionTask {
    /// More would take longer than to walk from multiple to multiple.
    static constexpr std::uint32_t most_parts = 3;

    const std::uint8_t* primes; ///< bitmap, as in a PrimeStretch
    std::uint64_t prime_origin; ///< primes are counted from here: 0, or for emit_distant any
                                ///< multiple of 30
    std::uint32_t primes_byte;  ///< the bitmap's first byte from there on, a multiple of 64
    std::uint64_t first_prime;  ///< the primes prime_origin + p with first_prime <= p <= last_prime
    std::uint64_t last_prime;
    uint128 start;             ///< of the window, a multiple of 30
    std::uint32_t window_size; ///< its bytes, up to 2^27, or 2^24 to be noted as hits
    Notation notation;         ///< of the multiples
    std::uint32_t parts;       ///< in each of so many parts of the window the primes have one
                               ///< odd multiple at most; 0 where that is not promised

    /// Of the window, as a number.
    [[nodiscard]] uint128 end() const { return start + uint128{30} * window_size; }
};

/// Whether the square of some prime up to last_prime may lie in a window that begins at the number
/// start: multiples p q with q < p do not count there.
inline bool reaches_squares(std::uint64_t last_prime, uint128 start) {
    return uint128{last_prime} * last_prime >= start;
}

/// A number of up to 83 bits in two parts that are exact as doubles, whose products and quotients
/// by primes leave residuals that are exact too.
struct TwoDoubles {
    static constexpr std::uint64_t grain = std::uint64_t{1} << 30;

    explicit TwoDoubles(uint128 n)
        : high(static_cast<double>(n - n % grain)), low(static_cast<double>(n % grain)) {}

    double high; ///< a multiple of grain
    double low;
};

/// One of the parts that a task speaks of: adjacent bytes of its window.
struct WindowPart {
    std::uint32_t offset; ///< of its first byte from the window's
    std::uint32_t size;
};

/// Calls visit with each part: they are equally long but for the last.
template <class Visit>
void for_each_part(const EmissionTask& task, const Visit& visit) {
    const std::uint32_t longest = (task.window_size + task.parts - 1) / task.parts;
    for (std::uint32_t offset = 0; offset < task.window_size; offset += longest) {
        visit(WindowPart{offset, std::min(longest, task.window_size - offset)});
    }
}

} // namespace primerank::sieve
