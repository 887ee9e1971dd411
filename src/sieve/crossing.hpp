#pragma once

#include "numbers/instruction_set.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace primerank::sieve {

static_assert(std::endian::native == std::endian::little,
              "bitmaps are read and written 8 bytes at a time, bit 0 of the first byte lowest");

/// Clears the bit at a position, counted in bits from the segment's start, in the 8 bytes around
/// it. The segment is aligned to 8 bytes.
inline void clear_bit(std::uint8_t* segment, std::uint32_t position) {
    std::uint8_t* const at = segment + std::size_t{position / 64} * 8;
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
#if PRIMERANK_X86
    // One instruction that takes the position modulo 64; compilers make a shift and more of it.
    asm("btrq %1, %0" : "+r"(word) : "r"(std::uint64_t{position}) : "cc");
#else
    word &= ~(std::uint64_t{1} << position % 64);
#endif
    std::memcpy(at, &word, sizeof word);
}

/// Crosses out a list of hits: the byte in the segment, shifted left by 8, and a mask of what stays
/// of it.
inline void apply_hits(std::uint8_t* segment, const std::uint32_t* hits, std::size_t count) {
    const auto apply = [segment](std::uint32_t hit) {
        segment[hit >> 8] &= static_cast<std::uint8_t>(hit);
    };
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
#pragma GCC unroll 8
        for (std::size_t k = 0; k < 8; ++k) {
            apply(hits[i + k]);
        }
    }
    for (; i < count; ++i) {
        apply(hits[i]);
    }
}

} // namespace primerank::sieve
