#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace primerank::sieve {

static_assert(std::endian::native == std::endian::little,
              "bitmaps are read and written 8 bytes at a time, bit 0 of the first byte lowest");

/// Clears the bit at a position, counted in bits from the segment's start, as one load, one
/// and-not, one store of the 8 bytes around it. The segment is aligned to 8 bytes.
inline void clear_bit(std::uint8_t* segment, std::size_t position) {
    std::uint64_t word; // NOLINT(cppcoreguidelines-init-variables)
    std::uint8_t* const at = segment + position / 64 * 8;
    std::memcpy(&word, at, sizeof word);
    word &= ~(std::uint64_t{1} << position % 64);
    std::memcpy(at, &word, sizeof word);
}

/// Clears the bits at all positions of a list.
inline void clear_bits(std::uint8_t* segment, const std::uint32_t* positions, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        clear_bit(segment, positions[i]);
    }
}

} // namespace primerank::sieve
