#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Appends positions, counted from origin, to the buckets they fall into: entry_bytes each, written
/// as 4 that overlap. With hundreds of buckets hardware prefetchers see no streams, so lines are
/// fetched for writing 128 bytes ahead.
template <class V, std::size_t entry_bytes>
void scatter(std::uint8_t** cursors, const std::uint32_t* positions, std::size_t count,
             std::uint32_t origin, unsigned shift) {
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __builtin_prefetch(positions + i + 256);
#pragma GCC unroll 8
        for (std::size_t k = 0; k < 8; ++k) {
            const std::uint32_t position = positions[i + k] - origin;
            std::uint8_t** const cursor = cursors + (position >> shift);
            std::uint8_t* const at = *cursor;
            *cursor = at + entry_bytes;
            prefetch_to_write(at + 128);
            std::memcpy(at, &position, sizeof position);
        }
    }
    for (; i < count; ++i) {
        const std::uint32_t position = positions[i] - origin;
        std::memcpy(cursors[position >> shift], &position, sizeof position);
        cursors[position >> shift] += entry_bytes;
    }
}

} // namespace primerank::sieve
