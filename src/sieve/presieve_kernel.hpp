#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Ands patterns, a vector of the instruction set at a time: longer ones GCC 12 puts together in
/// memory.
template <class V>
class PresieveKernel {
    using Bytes [[gnu::vector_size(V::vector_bytes)]] = std::uint64_t;

  public:
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
            std::uint8_t* const to = segment + block * presieve_block;
            for (std::size_t x = 0; x < presieve_block; x += sizeof(Bytes)) {
                Bytes bytes = load(at[0] + x);
#pragma GCC unroll 8
                for (unsigned i = 1; i < n; ++i) {
                    bytes &= load(at[i] + x);
                }
                if constexpr (!first) {
                    bytes &= load(to + x);
                }
                std::memcpy(to + x, &bytes, sizeof bytes);
            }
        }
        return n;
    }

    __attribute__((always_inline)) static Bytes load(const std::uint8_t* from) {
        Bytes bytes;
        std::memcpy(&bytes, from, sizeof bytes);
        return bytes;
    }
};

} // namespace primerank::sieve
