#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Ands patterns, a vector of the instruction set at a time: longer ones GCC 12 puts together in
/// memory.
template <class V>
class PresieveKernel {
    using Bytes [[gnu::vector_size(V::vector_bytes)]] = std::uint64_t;
    /// At a time: some processors load two short ones by one instruction.
    static constexpr unsigned vectors = V::vector_bytes < 32 ? 2 : 1;

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
            for (std::size_t x = 0; x < presieve_block; x += vectors * sizeof(Bytes)) {
                Bytes bytes[vectors];
#pragma GCC unroll 8
                for (unsigned i = 0; i < n; ++i) {
#pragma GCC unroll 2
                    for (unsigned v = 0; v < vectors; ++v) {
                        const Bytes more = load(at[i] + x + v * sizeof(Bytes));
                        bytes[v] = i == 0 ? more : bytes[v] & more;
                    }
                }
#pragma GCC unroll 2
                for (unsigned v = 0; v < vectors; ++v) {
                    std::uint8_t* const there = to + x + v * sizeof(Bytes);
                    if constexpr (!first) {
                        bytes[v] &= load(there);
                    }
                    std::memcpy(there, &bytes[v], sizeof bytes[v]);
                }
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
