#pragma once

#include "numbers/uint128.hpp"
#include "sieve/aligned_buffer.hpp"
#include "sieve/line_layout.hpp"
#include "sieve/line_medium_primes.hpp"
#include "sieve/line_patterns.hpp"
#include "sieve/line_small_primes.hpp"
#include "sieve/sieving_primes.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

struct Kernels;

/// Sieves with all primes up to medium_limit, in residue lines (see line_layout.hpp): what
/// Presieve, SmallPrimes and MediumPrimes do for a segment is done for a stretch of up to 48 or 530
/// million numbers, line by line, and then the lines are merged into segments. There are fewer
/// hits, for the multiples of 7, or 7 and 11, have no line, and each is cheaper to find.
class ResidueLines {
  public:
    /// origin: what the number line is counted from, a multiple of 2310.
    explicit ResidueLines(const Kernels& kernels, uint128 origin = 0);

    /// The best layout for the `count` bytes of the number line (number / 30) before byte `end`,
    /// if they are sieved with all primes up to depth and have no memory yet.
    static LineLayout layout_for(std::uint64_t depth, std::uint64_t end, std::uint64_t count);

    /// The best for these lines: once they have the memory, 2310 is so from fewer numbers on.
    [[nodiscard]] LineLayout layout_now(std::uint64_t depth, std::uint64_t end,
                                        std::uint64_t count) const;

    /// Takes the primes up to `last`, at most medium_limit, for the `count` bytes of the number
    /// line from first_byte on.
    void load(const SievingPrimes& primes, std::uint64_t last, std::uint64_t first_byte,
              std::uint64_t count, const LineLayout& layout);

    /// Writes the segment of `size` bytes that starts at byte `position` of the number line and
    /// follows the one before, with all multiples of the primes p with p^2 up to its end missing,
    /// the primes themselves included, and some larger ones. merge_guard bytes before and behind
    /// the segment may be written too.
    void fill(std::uint8_t* segment, std::size_t size, std::uint64_t position);

    /// Whole columns are merged, of 616 bytes each for M = 2310, counted from the stretch's start,
    /// and whole vectors of 32 of them: up to 615 bytes before a segment are written, and up to
    /// 31 616 + 615 behind it. For M = 210, 64 columns of 56 bytes are fewer.
    static constexpr std::size_t merge_guard = std::size_t{32} * 616;
    static_assert(merge_guard % 64 == 0 && merge_guard > std::size_t{65} * 56);

    /// From so many of the largest segments on, lines are faster. In a shorter stretch, too few of
    /// a prime's multiples are in any one of them.
    static constexpr std::uint64_t least_segments = 20;

    /// Bytes it holds, and what it will hold for so many medium primes.
    [[nodiscard]] std::size_t memory() const {
        return lines_.memory() + line_.memory() + medium_.memory();
    }
    static std::size_t memory_forecast(const LineLayout& layout, std::size_t medium_primes);

  private:
    void lay_out();
    std::uint8_t* line(std::size_t i);
    void sieve_stretch();

    const Kernels* kernels_;
    uint128 origin_;
    LinePatterns patterns_;
    LineSmallPrimes small_;
    LineMediumPrimes medium_;
    AlignedBuffer<std::uint8_t> line_;        ///< guard, line, guard
    AlignedBuffer<std::uint8_t> lines_;       ///< those of a stretch that are done
    std::vector<const std::uint8_t*> merged_; ///< what Kernels::merge_lines takes
    LineLayout layout_ = lines_of<210>;
    std::size_t line_bytes_ = 0;
    std::uint64_t stretch_ = 0; ///< the stretch in lines_ begins at origin + M stretch_
    bool sieved_ = false;
};

} // namespace primerank::sieve
