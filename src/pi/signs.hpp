#pragma once

#include <cstdint>

/// What the survivors of a bitmap (sieve/segment.hpp) count. A 32-bit word of it holds 120 numbers,
/// and the characters in question have periods that divide 120, so the sign of a bit follows from
/// its place in the word. Bitmaps begin at multiples of 120.
namespace primerank::pi {

/// The places in a 32-bit word whose survivors count -1: sixteen of them, or none.
using MinusPlaces = std::uint32_t;

/// The same places in both halves of 64 bits.
constexpr std::uint64_t doubled(MinusPlaces places) {
    return std::uint64_t{places} << 32 | places;
}

/// Policies of kernels. Counted are the ones of word ^ flips: of that, the places themselves make
/// up `flipped` in a 64-bit word, and the rest is the sum of signs.
struct Unsigned {
    explicit Unsigned(MinusPlaces /*none*/) {}

    static constexpr std::uint64_t flips = 0;
    static constexpr int flipped = 0;
};

struct Signed {
    explicit Signed(MinusPlaces minus) : flips(doubled(minus)) {}

    std::uint64_t flips;
    static constexpr int flipped = 32;
};

} // namespace primerank::pi
