#pragma once

#include "numbers/instruction_set.hpp"
#include "pi/look_up_tables.hpp"
#include "pi/numerator.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

/// The inner loops of the method, one table of functions for each instruction set. Everything
/// around them is written once; all sets give the same values. Survivors of a sieve count 1, or, in
/// the kernels for characters, 1 or -1 by their place (signs.hpp).
namespace primerank::pi {

inline constexpr std::size_t line_bytes = 64;   ///< one counter each while multiples are struck
inline constexpr std::size_t group_bytes = 512; ///< one counter each while patterns are laid on
inline constexpr std::size_t block_bytes = 32768;
inline constexpr std::size_t block_groups = block_bytes / group_bytes;
inline constexpr std::size_t superline_lines = 32;

/// Bitmaps are handled in steps of eight groups; what a short block has beyond its end is zero.
inline constexpr std::size_t stride_bytes = 8 * group_bytes;

/// What is counted before each group of a block; element `groups` is the total.
using GroupCounts = std::array<std::int64_t, block_groups + 8>;

/// m of hard leaves n = floor(numerator / m), with coefficients +1 and -1: of m, -mu(m) chi(m).
struct Candidates {
    /// m = base + floor(v / 2), with +1 when v is odd
    const std::uint16_t* composites = nullptr;
    /// or, where there are no composites: m = base + v, with +1
    const std::uint32_t* primes = nullptr;
    std::size_t size = 0;
    std::uint64_t base = 0;
};

/// So many numbers m, and 120 more, fit the 16 bits of a composite candidate.
inline constexpr std::uint64_t selected_numbers = 32640; // 120 times 272

/// Room for the candidates among them.
inline constexpr std::size_t selected_values = 8800;

/// A sum of coefficient times count, and of the coefficients alone.
struct WeightedSum {
    std::int64_t sum = 0;
    std::int64_t weight = 0;

    WeightedSum& operator+=(const WeightedSum& other) {
        sum += other.sum;
        weight += other.weight;
        return *this;
    }

    WeightedSum& operator-=(const WeightedSum& other) {
        sum -= other.sum;
        weight -= other.weight;
        return *this;
    }
};

/// Bytes that a period must be followed by so that a group can be read at any phase.
inline constexpr std::size_t pattern_slack = group_bytes + 64;

/// A periodic bitmap: `period` bytes repeated over period + pattern_slack bytes.
struct Pattern {
    const std::uint8_t* bytes = nullptr;
    std::uint32_t period = 0;
};

struct Kernels {
    InstructionSet set;

    TableLayout layout;

    /// So many leaves per line of the bitmap pay for building ranks.
    double dense;

    /// block = first AND second, from the given phases on, over `groups` groups (a multiple of 8).
    void (*lay_patterns)(std::uint8_t* block, std::size_t groups, Pattern first,
                         std::uint32_t first_phase, Pattern second, std::uint32_t second_phase,
                         MinusPlaces minus, GroupCounts& counts);

    /// block = block AND pattern.
    void (*and_pattern)(std::uint8_t* block, std::size_t groups, Pattern pattern,
                        std::uint32_t phase, MinusPlaces minus, GroupCounts& counts);

    void (*count_groups)(const std::uint8_t* block, std::size_t groups, MinusPlaces minus,
                         GroupCounts& counts);

    /// What is counted in each line of a segment; returns the sum. lines is a multiple of 64.
    std::int64_t (*count_lines)(const std::uint8_t* segment, std::size_t lines, MinusPlaces minus,
                                std::int16_t* counts);

    /// What is counted before each superline, from the line counts. lines is a multiple of 64.
    void (*add_superlines)(const std::int16_t* line_counts, std::size_t lines,
                           std::int32_t* before);

    /// `ranks` has been resized for the set's layout and as many lines or more.
    void (*build_ranks)(const std::uint8_t* bitmap, std::size_t lines, MinusPlaces minus,
                        RankTable& ranks);

    /// What the ranks' bitmap counts up to `offset` from its beginning.
    std::int64_t (*survivors_up_to)(const RankTable& ranks, std::uint64_t offset);

    /// From a factor table: the m with first < m <= last and an index of at least least_index,
    /// as composite Candidates with base 120 floor((first + 1) / 120).
    /// Needs last - first <= selected_numbers and room for selected_values.
    std::size_t (*select_factors)(const std::uint16_t* table, std::uint64_t first,
                                  std::uint64_t last, std::uint32_t least_index, MinusPlaces minus,
                                  std::uint16_t* values);

    /// Leaves whose n lies in the bitmap, which begins at `low`: what they count in it, by way of
    /// group counts (for few leaves in a block), line counts (few in a segment) or ranks (many).
    /// `high` is above every n; at most 2^20 leaves a call.
    WeightedSum (*leaves_by_groups)(const Candidates& m, const Numerator& numerator,
                                    std::uint64_t low, MinusPlaces minus, const std::uint8_t* block,
                                    const GroupCounts& counts);
    WeightedSum (*leaves_by_lines)(const Candidates& m, const Numerator& numerator,
                                   std::uint64_t low, MinusPlaces minus,
                                   const std::uint8_t* segment, const std::int16_t* line_counts,
                                   const std::int32_t* superlines);
    WeightedSum (*leaves_by_ranks)(const Candidates& m, const Numerator& numerator,
                                   std::uint64_t low, std::uint64_t high, const RankTable& ranks);

    /// The sum over n divisors q < 2^50, given by their inverses, of what the ranks' bitmap counts
    /// up to floor(numerator / q). The bitmap begins at `low`, holds at most 2^24 numbers, and
    /// `high` is above every quotient.
    std::int64_t (*sum_by_inverses)(uint128 numerator, const double* inverses, std::size_t n,
                                    std::uint64_t low, std::uint64_t high, const RankTable& ranks);

    /// From a bitmap of n times 32 odd numbers, for which `slice` has been resized; returns the
    /// number of primes.
    std::uint64_t (*fill_slice)(const std::uint32_t* odd_words, std::size_t n, SliceTable& slice);

    /// Sum of pi(floor(xp / q)) - pi(slice.low - 1) over n primes q given by their inverses.
    std::uint64_t (*sum_pi)(uint128 xp, const double* inverses, std::size_t n,
                            const SliceTable& slice);
};

/// Survivors count 1: minus places must be none.
/// Throws std::invalid_argument when this build has no such set.
const Kernels& kernels(InstructionSet set);

/// Survivors on the minus places, half of all, count -1. fill_slice and sum_pi are the same.
/// Throws as kernels() does.
const Kernels& signed_kernels(InstructionSet set);

/// Of one set, of both kinds.
struct KernelTables {
    Kernels plain;
    Kernels of_signs;
};

const KernelTables& portable_kernels();
#if PRIMERANK_X86
const KernelTables& avx2_kernels();
const KernelTables& avx512_kernels();
#endif
#if PRIMERANK_NEON
const KernelTables& neon_kernels();
#endif

} // namespace primerank::pi
