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

/// How 32 bits tell the bit of a composite.
enum class Notation : std::uint8_t {
    position, ///< byte << 3 | number of the bit
    hit       ///< byte << 8 | mask of what stays of it: ready to be crossed out
};

/// What the byte is shifted left by.
constexpr unsigned byte_shift(Notation notation) {
    return notation == Notation::hit ? 8 : 3;
}

/// What stays of a byte when a bit of it is crossed out.
inline constexpr std::array<std::uint8_t, 8> masks_without_bit = {0xfe, 0xfd, 0xfb, 0xf7,
                                                                  0xef, 0xdf, 0xbf, 0x7f};

/// 32 bits of a bitmap, aligned.
using Word [[gnu::may_alias]] = std::uint32_t;

/// Crosses out a composite: a hit in its byte, a position in its aligned word of 32 bits. A hit is
/// the fewest instructions, but a core may take longer to write part of a word than all of it.
template <Notation notation>
void cross_out(std::uint8_t* bitmap, std::uint32_t composite) {
    if constexpr (notation == Notation::hit) {
        bitmap[composite >> 8] &= static_cast<std::uint8_t>(composite);
    } else {
        reinterpret_cast<Word*>(bitmap)[composite / 32] &=
            std::rotl(~std::uint32_t{1}, static_cast<int>(composite % 32));
    }
}

/// Crosses out a list of composites.
template <Notation notation>
void cross_out(std::uint8_t* bitmap, const std::uint32_t* composites, std::size_t count) {
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
#pragma GCC unroll 8
        for (std::size_t k = 0; k < 8; ++k) {
            cross_out<notation>(bitmap, composites[i + k]);
        }
    }
    for (; i < count; ++i) {
        cross_out<notation>(bitmap, composites[i]);
    }
}

} // namespace primerank::sieve
