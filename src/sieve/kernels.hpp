#pragma once

#include "numbers/instruction_set.hpp"
#include "sieve/emission.hpp"
#include "sieve/presieve.hpp"
#include "sieve/wheel.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// The inner loops that are compiled once for each instruction set, from the same source: see
/// kernels_body.hpp.
struct Kernels {
    // How primes are crossed out; the same bits come out of every way.

    Notation notation;              ///< of lists of what is to be crossed out
    unsigned cycle_word_bits;       ///< 8 or 32: of the words that small primes clear bits in
    std::uint32_t line_small_limit; ///< the largest prime that LineSmallPrimes takes, < 2^14

    /// The wheel that medium primes turn: an instruction set takes the one it can look up.
    unsigned wheel_modulus;
    const std::uint8_t* wheel_distance;       ///< WheelTables::distance
    const std::uint8_t* wheel_state;          ///< WheelTables::state
    std::array<const Spoke*, 8> wheel_spokes; ///< WheelTables::spokes

    /// Writes `blocks` blocks of segment as the AND of all patterns, and moves the cursors on.
    void (*presieve)(std::uint8_t* segment, std::size_t blocks, Presieve::Cursor* cursors,
                     std::size_t count);

    /// Crosses out the multiples of medium primes of class c (p mod 30 = wheel_residues[c]) in a
    /// segment and moves their positions to the next one. count is the number of primes in use;
    /// see MediumPrimes for the arrays.
    void (*cross_out_medium)(std::uint8_t* segment, std::uint32_t size, unsigned c,
                             const std::uint16_t* quotients, std::uint32_t* positions,
                             std::size_t count);

    /// Crosses out the multiples of medium primes in a residue line, having moved their first
    /// multiples on from the line before by `steps_of_line` of their steps. The arrays are those
    /// of LineMediumPrimes, for `groups` groups of medium_group primes.
    void (*cross_out_line)(std::uint8_t* line, std::uint32_t bits, unsigned steps_of_line,
                           const std::uint32_t* bases, const std::uint32_t* steps,
                           std::uint32_t* firsts, std::size_t groups);

    /// Writes what the bytes [first, last) of all residue lines stand for, in the layout of a
    /// segment: 56 bytes each for 1 block of 48 lines, 616 for 11. There is a line for each number
    /// below 210 times blocks that is coprime to 210, which may be a line of zeros. Up to 64 bytes
    /// beyond last are read, and the bytes written that they would stand for; 32 for 11 blocks.
    void (*merge_lines)(std::uint8_t* to, const std::uint8_t* const* lines, std::size_t blocks,
                        std::size_t first, std::size_t last);

    /// Finds the multiples of large primes in a window. emit_single is for those that have one odd
    /// multiple at most in each of a task's parts.
    void (*emit_multiple)(const EmissionTask& task, CompositeSink& sink);
    void (*emit_single)(const EmissionTask& task, CompositeSink& sink);

    /// The same for primes above 2^32, wherever they are counted from; with one odd multiple at
    /// most in the window as a whole.
    void (*emit_distant)(const EmissionTask& task, CompositeSink& sink);

    /// Whether so many more bytes fit between each of `count` cursors and its end.
    bool (*all_have_room)(std::uint8_t* const* cursors, std::uint8_t* const* ends,
                          std::size_t count, std::size_t bytes);

    /// Appends composites to the buckets they fall into (composite >> shift), their low 3 bytes
    /// each, and moves the cursors on.
    void (*scatter)(std::uint8_t** cursors, const std::uint32_t* composites, std::size_t count,
                    unsigned shift);
};

/// The kernels for an instruction set that this processor has: in the ways that are the fastest on
/// it, or with lists in either notation.
const Kernels& kernels(InstructionSet set);
const Kernels& kernels(InstructionSet set, Notation notation);

struct KernelsByNotation {
    Kernels positions;
    Kernels hits;
};

extern const KernelsByNotation portable_kernels;
#if PRIMERANK_X86
extern const KernelsByNotation avx2_kernels;
extern const KernelsByNotation avx512_kernels;
#endif
#if PRIMERANK_NEON
extern const KernelsByNotation neon_kernels;
#endif

} // namespace primerank::sieve
