#pragma once

#include "sieve/line_layout.hpp"
#include "sieve/presieve.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

/// Writes residue lines from which the multiples of 11 or 13, ..., presieve_limit are already
/// missing, the primes themselves included.
///
/// A pattern has every p-th bit clear for the primes p of its group, from bit 0 on, and a period of
/// Q bits, the product of the group; so it repeats every Q bytes. Bit i of the line of residue r
/// stands for M (A + i + r / M) modulo Q: the line begins at bit A + r / M of the pattern, which is
/// at the start of byte (A + r / M) / 8 modulo Q.
class LinePatterns {
  public:
    explicit LinePatterns(const Kernels& kernels) : kernels_(&kernels) {}

    /// Chooses the patterns of a layout.
    void load(const LineLayout& layout);

    /// Makes the line of residue 1 in the stretch that begins at M start the current one.
    void enter(uint128 start);

    /// Writes `size` bytes, rounded up to whole blocks, of the line that is `steps` (see
    /// LineLayout) after the one before to aligned memory.
    void fill(std::uint8_t* line, std::size_t size, unsigned steps);

  private:
    /// Where a line begins in a pattern, in bytes.
    struct Start {
        std::uint32_t byte;
        std::uint32_t step; ///< (2 / M) / 8: by how much it grows when the residue does by 2
    };

    const Kernels* kernels_;
    LineLayout layout_ = lines_of<210>;
    std::vector<Presieve::Cursor> cursors_;
    std::vector<Start> starts_;
};

} // namespace primerank::sieve
