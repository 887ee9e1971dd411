#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Appends composites to the buckets they fall into: 3 bytes each, written as 4 that overlap. With
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

    static void scatter(std::uint8_t** cursors, const std::uint32_t* composites, std::size_t count,
                        unsigned shift) {
        const auto append = [&](std::size_t i) __attribute__((always_inline)) {
            const std::uint32_t composite = composites[i];
            std::uint8_t** const cursor = cursors + (composite >> shift);
            std::uint8_t* const at = *cursor;
            *cursor = at + 3;
            __builtin_prefetch(at + 128);
            std::memcpy(at, &composite, sizeof composite);
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
