#pragma once

#include "numbers/interval.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace primerank::tally {

/// A grid of rows over [0, 2^64) that grow with the numbers: octave k, the numbers of k bits, is
/// cut into rows of one width, a power of 2 of its own. It depends on nothing else, so that every
/// part of a campaign has the same rows.
class OctaveGrid {
  public:
    /// log_width(k), the binary logarithm of the rows' width in octave k >= 1, is at most k - 1.
    template <class LogWidth>
    explicit constexpr OctaveGrid(const LogWidth& log_width) {
        std::uint64_t rows = 1; // octave 0 is 0 alone
        for (unsigned k = 1; k <= 64; ++k) {
            log_widths_[k] = static_cast<std::uint8_t>(log_width(k));
            first_rows_[k] = rows;
            rows += std::uint64_t{1} << (k - 1 - log_widths_[k]);
        }
    }

    /// The row that holds n.
    [[nodiscard]] constexpr std::uint64_t row_of(std::uint64_t n) const {
        const auto k = static_cast<unsigned>(std::bit_width(n));
        return k == 0 ? 0 : first_rows_[k] + ((n - first_of(k)) >> log_widths_[k]);
    }

    [[nodiscard]] constexpr Interval interval(std::uint64_t row) const {
        if (row == 0) {
            return {0, 1};
        }
        const auto k =
            static_cast<unsigned>(std::upper_bound(first_rows_.begin() + 1, first_rows_.end(), row)
                                  - first_rows_.begin() - 1);
        const uint128 start = first_of(k) + (uint128{row - first_rows_[k]} << log_widths_[k]);
        return {start, start + (uint128{1} << log_widths_[k])};
    }

  private:
    static constexpr std::uint64_t first_of(unsigned k) { return std::uint64_t{1} << (k - 1); }

    std::array<std::uint8_t, 65> log_widths_{};
    std::array<std::uint64_t, 65> first_rows_{};
};

/// The blocks in which a race is followed, counted from its question's origin. In octave k they are
/// as wide as 2^(k/2 + 2): some square roots of where they stand, so that sieving one alone costs
/// little more than it does among others. The difference is of the order of sqrt(n), within a block
/// it moves by the root of the block's primes: the larger n, the fewer blocks touch zero.
inline constexpr OctaveGrid race_blocks([](unsigned k) {
    return k < 18 ? std::max(k, 7U) - 7 : k / 2 + 2;
});

/// Where a race is shown: 64 rows an octave, evenly spread on a logarithmic scale. A block never
/// crosses the border of one.
inline constexpr OctaveGrid race_rows([](unsigned k) { return std::max(k, 7U) - 7; });

} // namespace primerank::tally
