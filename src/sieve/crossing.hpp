#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

static_assert(
    std::endian::native == std::endian::little,
    "bitmaps are read 8 bytes at a time, bit 0 of the first byte lowest, and numbers of 3 "
    "bytes as 4");

/// What stays of a byte when a bit of it is crossed out.
inline constexpr std::array<std::uint8_t, 8> masks_without_bit = {0xfe, 0xfd, 0xfb, 0xf7,
                                                                  0xef, 0xdf, 0xbf, 0x7f};

/// Crosses out a hit: the byte in the segment, shifted left by 8, and a mask of what stays of it.
inline void apply_hit(std::uint8_t* segment, std::uint32_t hit) {
    segment[hit >> 8] &= static_cast<std::uint8_t>(hit);
}

/// Crosses out a list of hits.
inline void apply_hits(std::uint8_t* segment, const std::uint32_t* hits, std::size_t count) {
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
#pragma GCC unroll 8
        for (std::size_t k = 0; k < 8; ++k) {
            apply_hit(segment, hits[i + k]);
        }
    }
    for (; i < count; ++i) {
        apply_hit(segment, hits[i]);
    }
}

} // namespace primerank::sieve
