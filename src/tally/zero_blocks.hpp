#pragma once

#include "numbers/instruction_set.hpp"
#include "sieve/segment.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::tally {

/// Which of the aligned blocks of 2, 4 or 8 bytes of a segment are all zero, as a bitmap.
class ZeroBlocks {
  public:
    /// Needs block_bytes = 2, 4 or 8 and segment.bytes.size() <= sieve::max_segment_bytes.
    ZeroBlocks(const sieve::Segment& segment, std::size_t block_bytes, InstructionSet set);

    /// The number of blocks of the segment.
    [[nodiscard]] std::size_t size() const { return size_; }

    /// The first block at or behind `from` that is zero, or that is not; size() if there is none.
    [[nodiscard]] std::size_t next_zero(std::size_t from) const { return next(from, 0); }
    [[nodiscard]] std::size_t next_nonzero(std::size_t from) const {
        return next(from, ~std::uint64_t{0});
    }

  private:
    [[nodiscard]] std::size_t next(std::size_t from, std::uint64_t inverted) const;

    std::size_t size_;
    std::array<std::uint64_t, sieve::max_segment_bytes / 2 / 64> bits_{};
};

} // namespace primerank::tally
