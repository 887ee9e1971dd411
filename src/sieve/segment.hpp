#pragma once

#include "numbers/uint128.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace primerank::sieve {

/// The residues mod 30 that are coprime to 30, in the order of the bits of a byte.
inline constexpr std::array<std::uint8_t, 8> wheel_residues = {1, 7, 11, 13, 17, 19, 23, 29};

/// Where a number's residue mod 30 stands in a byte; 8 for residues that share a factor with 30.
inline constexpr std::array<std::uint8_t, 30> wheel_bits = [] {
    std::array<std::uint8_t, 30> bits{};
    bits.fill(8);
    for (std::uint8_t i = 0; i < 8; ++i) {
        bits[wheel_residues[i]] = i;
    }
    return bits;
}();

/// A sieved piece of the number line as a bitmap: bit i of bytes[k] is 1 exactly when
/// origin + base + 30 k + wheel_residues[i] is prime and lies in the interval that is being sieved.
/// 2, 3 and 5 have no bit. bytes.data() is aligned to 64 bytes, bytes.size() is a multiple of 8,
/// and at least 64 readable zero bytes follow the last byte.
struct Segment {
    std::uint64_t base = 0; ///< a multiple of 30
    std::span<const std::uint8_t> bytes;
    uint128 origin = 0; ///< that of all numbers in 64 bits, see numbers/origin.hpp
};

/// The largest number of bytes of a segment: what fits a 32 KB first-level cache.
inline constexpr std::size_t max_segment_bytes = std::size_t{32} * 1024;

/// The largest segments that cover `width` numbers, up to 2^64 of them.
inline std::uint64_t segments_of(uint128 width) {
    return static_cast<std::uint64_t>(std::min(width, two_to_the_64)
                                      / (uint128{30} * max_segment_bytes))
           + 1;
}

} // namespace primerank::sieve
