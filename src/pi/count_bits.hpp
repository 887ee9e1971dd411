#pragma once

#include <cstdint>

namespace primerank::pi {

/// The number of 1 bits. The baseline x86-64 has no instruction for it, and std::popcount would
/// call a function of the compiler's library; these are inlined everywhere.
inline std::uint64_t count_bits(std::uint32_t word) {
    word -= (word >> 1) & 0x55555555;
    word = (word & 0x33333333) + ((word >> 2) & 0x33333333);
    return ((word + (word >> 4)) & 0x0f0f0f0f) * 0x01010101 >> 24;
}

inline std::uint64_t count_bits(std::uint64_t word) {
    word -= (word >> 1) & 0x5555555555555555;
    word = (word & 0x3333333333333333) + ((word >> 2) & 0x3333333333333333);
    return ((word + (word >> 4)) & 0x0f0f0f0f0f0f0f0f) * 0x0101010101010101 >> 56;
}

} // namespace primerank::pi
