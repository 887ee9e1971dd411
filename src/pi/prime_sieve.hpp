#pragma once

#include "pi/kernels.hpp"
#include "pi/patterns.hpp"
#include "pi/wheel.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace primerank::pi {

/// Primes in windows anywhere, for the tables of pi and for the primes of B: Eratosthenes on the
/// bitmap of sieve/segment.hpp, patterns first, block by block in the first-level cache.
class PrimeSieve {
  public:
    /// primes[b] = p_b up to the square root of every window's end, primes[0] = 0. All of them must
    /// outlive the sieve.
    PrimeSieve(const Kernels& kernels, const Patterns& patterns,
               std::span<const std::uint32_t> primes)
        : kernels_(kernels), patterns_(patterns), primes_(primes) {}

    struct Window {
        std::uint64_t base = 0; ///< a multiple of 30
        std::span<const std::uint8_t> bytes;
    };

    /// The primes p > 5 with first <= p < end; what follows the last byte up to a multiple of
    /// eight bytes is zero. Valid until the next call.
    Window window(std::uint64_t first, std::uint64_t end);

  private:
    void sieve_block(std::uint64_t low, std::uint8_t* block, std::size_t bytes, std::uint64_t end);

    const Kernels& kernels_;
    const Patterns& patterns_;
    std::span<const std::uint32_t> primes_;
    sieve::AlignedBuffer<std::uint8_t> bytes_;
    std::vector<WheelCursor> multiples_; // of primes beyond the patterns
};

/// The same primes as a bitmap of odd numbers: bit j of word w stands for base + 64 w + 2 j + 1.
/// The number of bytes must be a multiple of 32: 15 words. From base 0 on, the bits of 1, 3 and 5
/// stand for 2, 3 and 5.
void to_odd_words(const PrimeSieve::Window& window, std::vector<std::uint32_t>& words);

} // namespace primerank::pi
