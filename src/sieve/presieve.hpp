#pragma once

#include "numbers/uint128.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

struct Kernels;

/// The largest prime whose multiples come out of patterns.
inline constexpr std::uint32_t presieve_limit = 307;

/// Patterns run on without a wrap for this many bytes.
inline constexpr std::size_t presieve_block = 1024;

/// Writes a segment from which the multiples of 7, 11, ..., presieve_limit are already missing,
/// the primes themselves included. The bitmap of the numbers coprime to p q repeats every p q bytes
/// (30 p q numbers), so it is drawn once for each of some fifty groups of primes; a segment is the
/// AND of all patterns, each read from where the segment stands in its period.
class Presieve {
  public:
    explicit Presieve(const Kernels& kernels);

    /// Makes the segment that starts at this byte of the number line (number / 30) the next one.
    void seek(uint128 byte);

    /// Writes the next `size` bytes, rounded up to whole blocks, to an aligned segment.
    void fill(std::uint8_t* segment, std::size_t size);

    /// Where a kernel reads one pattern.
    struct Cursor {
        const std::uint8_t* pattern; ///< period + block bytes
        std::uint32_t period;
        std::uint32_t advance; ///< presieve_block modulo period
        std::uint32_t offset;
    };

  private:
    const Kernels* kernels_;
    std::vector<Cursor> cursors_;
};

} // namespace primerank::sieve
