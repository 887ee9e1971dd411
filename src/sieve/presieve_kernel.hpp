#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// 64 bytes; the compiler splits them into what the instruction set has.
template <class V>
struct PresieveKernel {
    using Line [[gnu::vector_size(64), gnu::aligned(1), gnu::may_alias]] = std::uint64_t;

    static void run(std::uint8_t* segment, std::size_t blocks, Presieve::Cursor* cursors,
                    std::size_t count) {
        std::size_t done = 0;
        while (done < count) {
            const std::size_t left = count - done;
            if (done == 0) {
                done += merge<8, true>(segment, blocks, cursors);
            } else if (left >= 8) {
                done += merge<8, false>(segment, blocks, cursors + done);
            } else if (left >= 4) {
                done += merge<4, false>(segment, blocks, cursors + done);
            } else if (left >= 2) {
                done += merge<2, false>(segment, blocks, cursors + done);
            } else {
                done += merge<1, false>(segment, blocks, cursors + done);
            }
        }
    }

  private:
    /// Ands n patterns into all blocks, or writes their AND.
    template <unsigned n, bool first>
    static std::size_t merge(std::uint8_t* segment, std::size_t blocks, Presieve::Cursor* cursors) {
        const std::uint8_t* at[n];
        for (std::size_t block = 0; block < blocks; ++block) {
            for (unsigned i = 0; i < n; ++i) {
                Presieve::Cursor& cursor = cursors[i];
                at[i] = cursor.pattern + cursor.offset;
                const std::uint32_t offset = cursor.offset + cursor.advance;
                cursor.offset = offset < cursor.period ? offset : offset - cursor.period;
            }
            for (std::size_t x = 0; x < presieve_block; x += sizeof(Line)) {
                Line line = *reinterpret_cast<const Line*>(at[0] + x);
#pragma GCC unroll 8
                for (unsigned i = 1; i < n; ++i) {
                    line &= *reinterpret_cast<const Line*>(at[i] + x);
                }
                auto* to = reinterpret_cast<Line*>(segment + block * presieve_block + x);
                if constexpr (first) {
                    *to = line;
                } else {
                    *to &= line;
                }
            }
        }
        return n;
    }
};

} // namespace primerank::sieve
