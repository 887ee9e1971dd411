#pragma once

#include "sieve/aligned_buffer.hpp"
#include "sieve/presieve.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

/// Bitmaps in which the multiples of two or three small primes are missing, or those of a single
/// one. Each repeats after as many bytes as the product of its primes.
class Patterns {
  public:
    /// Clears the bits of a prime's multiples in a pattern of `size` bytes.
    using Draw = void (*)(std::uint32_t prime, std::uint8_t* pattern, std::size_t size);

    /// Patterns for all primes from first_prime to presieve_limit: so many groups of three, then
    /// pairs, and then primes alone. That makes few enough patterns, and short enough for the
    /// first-level cache.
    Patterns(std::uint32_t first_prime, unsigned triples, Draw draw);

    /// One for each pattern.
    [[nodiscard]] const std::vector<Presieve::Cursor>& cursors() const { return cursors_; }

  private:
    AlignedBuffer<std::uint8_t> memory_;
    std::vector<Presieve::Cursor> cursors_;
};

} // namespace primerank::sieve
