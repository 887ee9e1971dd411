#pragma once

#include "numbers/instruction_set.hpp"

#include <cstddef>
#include <cstdint>

namespace primerank::constellations {

/// Lines are made a block at a time, of at most this many bytes and always of whole units.
inline constexpr std::size_t block_bytes = 256;
inline constexpr std::size_t unit_bytes = 64;

/// Positions are stepped in groups of so many.
inline constexpr std::size_t position_group = 16;

/// Where lines begin in tapes, and how positions move on: by distances[i] each, less periods[i]
/// where that would not be below ends[i].
struct TapePositions {
    std::uint32_t* positions;
    std::uint32_t* scratch; ///< room for as many; step() needs none
    const std::uint32_t* distances;
    const std::uint32_t* ends;
    const std::uint32_t* periods;
    std::size_t count; ///< of tapes; there is room for whole groups of positions
};

/// The inner loops that are compiled once for each instruction set, from the same source: see
/// kernels_body.hpp.
struct Kernels {
    /// line &= the bytes of every tape from its position on. The line, of `bytes` bytes, starts as
    /// all ones where `fresh`. Behind whole blocks it may go on: positions are moved on to there.
    void (*intersect)(std::uint8_t* line, std::size_t bytes, bool fresh, const std::uint8_t* tapes,
                      const TapePositions& at);

    /// Moves positions on, whole groups of them.
    void (*step)(const TapePositions& at);

    /// Writes n + modulus i for every bit i of the words that is 1, and returns how many there are.
    /// Room is needed for as many as there are bits; the 32-bit room takes an index for each word.
    std::size_t (*survivors)(std::uint64_t* to, const std::uint64_t* words, std::size_t count,
                             std::uint64_t n, std::uint64_t modulus, std::uint32_t* room);
};

/// The kernels for an instruction set that this processor has.
const Kernels& kernels(InstructionSet set);

extern const Kernels portable_kernels;
#if PRIMERANK_X86
extern const Kernels avx2_kernels;
extern const Kernels avx512_kernels;
#endif
#if PRIMERANK_NEON
extern const Kernels neon_kernels;
#endif

} // namespace primerank::constellations
