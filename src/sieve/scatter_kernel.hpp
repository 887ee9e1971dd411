#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Appends positions to the buckets they fall into: 3 bytes each, written as 4 that overlap. With
/// hundreds of buckets hardware prefetchers see no streams, so lines are fetched 128 bytes ahead:
/// as if to be read, which gets a line that no other core has for writing too.
template <class V>
struct ScatterKernel {
    static bool all_have_room(std::uint8_t* const* cursors, std::uint8_t* const* ends,
                              std::size_t count, std::size_t bytes) {
        const auto wanted = static_cast<std::ptrdiff_t>(bytes);
        std::ptrdiff_t signs = 0; // negative once one is short; compilers make vectors of this
        for (std::size_t b = 0; b < count; ++b) {
            signs |= ends[b] - cursors[b] - wanted;
        }
        return signs >= 0;
    }

    static void scatter(std::uint8_t** cursors, const std::uint32_t* positions, std::size_t count,
                        unsigned shift) {
        scatter_each(cursors, count, shift, [positions](std::size_t i) { return positions[i]; });
    }

    static void scatter_again(std::uint8_t** cursors, const std::uint8_t* entries,
                              std::size_t count, std::uint32_t mask, unsigned shift) {
        scatter_each(cursors, count, shift, [entries, mask](std::size_t i) {
            std::uint32_t position = 0;
            std::memcpy(&position, entries + 3 * i, sizeof position);
            return position & mask;
        });
    }

  private:
    template <class PositionOf>
    __attribute__((always_inline)) static void scatter_each(std::uint8_t** cursors,
                                                            std::size_t count, unsigned shift,
                                                            const PositionOf& position_of) {
        const auto append = [&](std::size_t i) __attribute__((always_inline)) {
            const std::uint32_t position = position_of(i);
            std::uint8_t** const cursor = cursors + (position >> shift);
            std::uint8_t* const at = *cursor;
            *cursor = at + 3;
            __builtin_prefetch(at + 128);
            std::memcpy(at, &position, sizeof position);
        };
        std::size_t i = 0;
        for (; i + 8 <= count; i += 8) {
#pragma GCC unroll 8
            for (std::size_t k = 0; k < 8; ++k) {
                append(i + k);
            }
        }
        for (; i < count; ++i) {
            append(i);
        }
    }
};

} // namespace primerank::sieve
