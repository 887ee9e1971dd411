#pragma once

#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// Takes positions of composites in a window, in bits (8 times the byte, plus the bit), a list at
/// a time.
class PositionSink {
  public:
    /// The most positions in one list.
    static constexpr std::size_t max_list = 1024 + 64;

    virtual ~PositionSink() = default;
    virtual void take(const std::uint32_t* positions, std::size_t count) = 0;
};

/// Which primes meet which window.
struct EmissionTask {
    const std::uint8_t* primes; ///< bitmap, as in a PrimeStretch
    std::uint32_t primes_byte;  ///< its first byte on the number line, a multiple of 64
    std::uint64_t first_prime;  ///< the primes p with first_prime <= p <= last_prime
    std::uint64_t last_prime;
    std::uint64_t window_byte;     ///< the window's first byte on the number line (number / 30)
    std::uint32_t window_size;     ///< its bytes, below 2^27
    std::uint32_t position_offset; ///< added to each position
    bool single;                   ///< the primes have one multiple there at most
};

} // namespace primerank::sieve
