#pragma once

#include "sieve/aligned_buffer.hpp"
#include "sieve/line_medium_primes.hpp"
#include "sieve/line_patterns.hpp"
#include "sieve/line_small_primes.hpp"
#include "sieve/sieving_primes.hpp"

#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

struct Kernels;

/// Sieves with all primes up to medium_limit, in residue lines (see line_layout.hpp): what
/// Presieve, SmallPrimes and MediumPrimes do for a segment is done for a stretch of up to 48
/// million numbers, line by line, and then the lines are merged into segments. There are fewer
/// hits, for the multiples of 7 have no line, and each is cheaper to find.
class ResidueLines {
  public:
    explicit ResidueLines(const Kernels& kernels);

    /// Takes the primes up to `last`, at most medium_limit, for the `count` bytes of the number
    /// line from first_byte (number / 30) on.
    void load(const SievingPrimes& primes, std::uint64_t last, std::uint64_t first_byte,
              std::uint64_t count);

    /// Writes the segment of `size` bytes that starts at byte `position` of the number line and
    /// follows the one before, with all multiples of the primes p with p^2 up to its end missing,
    /// the primes themselves included, and some larger ones. merge_guard bytes before and behind
    /// the segment may be written too.
    void fill(std::uint8_t* segment, std::size_t size, std::uint64_t position);

    static constexpr std::size_t merge_guard = std::size_t{64} * 56;

    /// From so many of the largest segments on, lines are faster. In a shorter stretch, too few of
    /// a prime's multiples are in any one of them.
    static constexpr std::uint64_t least_segments = 20;

    /// Bytes it holds, and what it will hold for so many medium primes.
    [[nodiscard]] std::size_t memory() const {
        return lines_.memory() + line_.memory() + medium_.memory();
    }
    static std::size_t memory_forecast(std::size_t medium_primes);

  private:
    void sieve_stretch();
    [[nodiscard]] std::uint64_t stretch_bytes() const { return 56 * std::uint64_t{line_bytes_}; }

    const Kernels* kernels_;
    LinePatterns patterns_;
    LineSmallPrimes small_;
    LineMediumPrimes medium_;
    AlignedBuffer<std::uint8_t> line_;  ///< guard, line, guard
    AlignedBuffer<std::uint8_t> lines_; ///< those of a stretch that are done
    std::size_t line_bytes_ = 0;
    std::uint64_t stretch_ = 0; ///< the stretch in lines_ begins at 210 stretch_
    bool sieved_ = false;
};

} // namespace primerank::sieve
