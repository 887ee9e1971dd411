#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Merges residue lines into bytes of 30 numbers. Bit i of all lines together is 7 bytes for each
/// block of 210 residues: byte 7 j + b has the residues 210 j + 30 b + wheel_residues[s] in bit s.
/// So 8 lines are turned into bytes by transposing 8 x 8 bits, and then the bytes of 7 such groups
/// are interleaved.
///
/// Lanes of 16 bytes never mix: what a vector has more of them runs in parallel. With 11 blocks,
/// vectors have 32 bytes at most, so that the 20 KB that they write fit into a first-level cache.
template <class V, std::size_t blocks>
class MergeLinesKernel {
    static constexpr std::size_t width =
        blocks == 1 ? V::vector_bytes : std::min<std::size_t>(V::vector_bytes, 32);
    using Bytes [[gnu::vector_size(width)]] = std::uint8_t;
    using Pairs [[gnu::vector_size(width)]] = std::uint16_t;
    using Quads [[gnu::vector_size(width)]] = std::uint32_t;
    using Words [[gnu::vector_size(width)]] = std::uint64_t;

  public:
    static void run(std::uint8_t* to, const std::uint8_t* const* lines, std::size_t first,
                    std::size_t last) {
        for (std::size_t t = first; t < last; t += width, to += column * width) {
            for (std::size_t j = 0; j + 1 < blocks; ++j) {
                merge<false>(to + groups * j, lines + block_lines * j, t);
            }
            merge<true>(to + groups * (blocks - 1), lines + block_lines * (blocks - 1), t);
        }
    }

  private:
    static constexpr std::size_t groups = 7;
    static constexpr std::size_t block_lines = line_tables<210>.count;
    static constexpr std::size_t bit = groups * blocks; ///< bytes to the next bit of the lines
    static constexpr std::size_t column = 8 * bit;      ///< and to the next byte

    /// Where the line of a residue stands in a block; block_lines if it is a multiple of 7.
    static constexpr std::size_t line_of(unsigned residue) {
        std::size_t line = 0;
        while (line < block_lines && line_tables<210>.residues[line] != residue) {
            ++line;
        }
        return line;
    }

    /// Of the 8 bytes that are stored for a bit, the last belongs to the next block, which follows.
    /// After the last block, it belongs to the next bit.
    template <bool last_block>
    __attribute__((always_inline)) static void
    merge(std::uint8_t* to, const std::uint8_t* const* lines, std::size_t t) {
        Words bytes[8][groups]; // [i][b]: byte b of bit i, for `width` bytes of the lines
        load_all(bytes, lines, t, std::make_index_sequence<groups>{});
        if constexpr (blocks == 1) {
            // After the 7th bit that is not at hand; it is put right when bit 0 follows.
            interleave<false>(to + bit * 7, bytes[7], Words{});
            for (std::size_t i = 0; i < 7; ++i) {
                interleave<false>(to + bit * i, bytes[i], bytes[i + 1][0]);
            }
        } else {
            for (std::size_t i = 0; i < 8; ++i) {
                interleave<last_block>(to + bit * i, bytes[i], Words{});
            }
        }
    }

    template <std::size_t... b>
    __attribute__((always_inline)) static void
    load_all(Words (&bytes)[8][groups], const std::uint8_t* const* lines, std::size_t t,
             std::index_sequence<b...> /*groups*/) {
        (load<b>(bytes, lines, t), ...);
    }

    /// Loads 8 lines and transposes each 8 x 8 bits of theirs.
    template <std::size_t b>
    __attribute__((always_inline)) static void
    load(Words (&bytes)[8][groups], const std::uint8_t* const* lines, std::size_t t) {
        Words x[8];
        load_lines<b>(x, lines, t, std::make_index_sequence<8>{});
        exchange<4>(x, 0x0f0f'0f0f'0f0f'0f0f);
        exchange<2>(x, 0x3333'3333'3333'3333);
        exchange<1>(x, 0x5555'5555'5555'5555);
#pragma GCC unroll 8
        for (unsigned i = 0; i < 8; ++i) {
            bytes[i][b] = x[i];
        }
    }

    template <std::size_t b, std::size_t... s>
    __attribute__((always_inline)) static void
    load_lines(Words (&x)[8], const std::uint8_t* const* lines, std::size_t t,
               std::index_sequence<s...> /*bits*/) {
        ((x[s] = load_line<line_of(30 * b + wheel_residues[s])>(lines, t)), ...);
    }

    /// 11 blocks are fetched from the third-level cache, and not into the first, which they would
    /// fill before they are read.
    template <std::size_t line>
    __attribute__((always_inline)) static Words load_line(const std::uint8_t* const* lines,
                                                          std::size_t t) {
        Words x{};
        if constexpr (line < block_lines) {
            std::memcpy(&x, lines[line] + t, sizeof x);
            if constexpr (blocks == 1) {
                __builtin_prefetch(lines[line] + t + 128);
            } else {
                __builtin_prefetch(lines[line] + t + 192, 0, 2);
            }
        }
        return x;
    }

    /// Exchanges the bits at i + w of x[s] with those at i of x[s + w], for all i and s without
    /// the bit w.
    template <unsigned w>
    __attribute__((always_inline)) static void exchange(Words (&x)[8], std::uint64_t low) {
#pragma GCC unroll 8
        for (unsigned s = 0; s < 8; ++s) {
            if ((s & w) == 0) {
                const Words change = (x[s] >> w ^ x[s + w]) & low;
                x[s + w] ^= change;
                x[s] ^= change << w;
            }
        }
    }

    /// Stores bytes b[0], ..., b[6] and next of each column as 8 adjacent bytes, or the first 7 of
    /// them alone.
    template <bool seven>
    __attribute__((always_inline)) static void interleave(std::uint8_t* to, const Words* b,
                                                          Words next) {
        store_half<seven, false>(to, b, next);
        store_half<seven, true>(to + 8 * column, b, next);
    }

    /// Columns 0 to 7 of each 16, or 8 to 15.
    template <bool seven, bool high>
    __attribute__((always_inline)) static void store_half(std::uint8_t* to, const Words* b,
                                                          Words next) {
        const auto b01 = zip<high, Bytes>(b[0], b[1]);
        const auto b23 = zip<high, Bytes>(b[2], b[3]);
        const auto b45 = zip<high, Bytes>(b[4], b[5]);
        const auto b67 = zip<high, Bytes>(b[6], next);
        store_quarter<seven, false>(to, b01, b23, b45, b67);
        store_quarter<seven, true>(to + 4 * column, b01, b23, b45, b67);
    }

    template <bool seven, bool high>
    __attribute__((always_inline)) static void store_quarter(std::uint8_t* to, Words b01, Words b23,
                                                             Words b45, Words b67) {
        const auto b03 = zip<high, Pairs>(b01, b23);
        const auto b47 = zip<high, Pairs>(b45, b67);
        store_columns<seven>(to, zip<false, Quads>(b03, b47));
        store_columns<seven>(to + 2 * column, zip<true, Quads>(b03, b47));
    }

    /// Two columns of each 16.
    template <bool seven>
    __attribute__((always_inline)) static void store_columns(std::uint8_t* to, Words columns) {
        std::array<std::uint64_t, width / 8> words;
        std::memcpy(words.data(), &columns, sizeof columns);
#pragma GCC unroll 8
        for (std::size_t i = 0; i < width / 8; ++i) {
            std::uint8_t* const at = to + (i / 2 * 16 + i % 2) * column;
            if constexpr (seven) {
                const std::uint64_t last = words[i] >> 24;
                std::memcpy(at, &words[i], 4);
                std::memcpy(at + 3, &last, 4);
            } else {
                std::memcpy(at, &words[i], sizeof words[i]);
            }
        }
    }

    /// Interleaves the elements of the low or high halves of each 16 bytes.
    template <bool high, class Elements>
    __attribute__((always_inline)) static Words zip(Words a, Words b) {
        return zip_elements<high>(reinterpret_cast<Elements>(a), reinterpret_cast<Elements>(b),
                                  std::make_index_sequence<width / sizeof(Elements{}[0])>{});
    }

    template <bool high, class Elements, std::size_t... i>
    __attribute__((always_inline)) static Words zip_elements(Elements a, Elements b,
                                                             std::index_sequence<i...> /*all*/) {
        constexpr std::size_t in_lane = 16 / sizeof(Elements{}[0]);
        constexpr std::size_t count = width / sizeof(Elements{}[0]);
        return reinterpret_cast<Words>(
            __builtin_shufflevector(a, b,
                                    (i / in_lane * in_lane + (high ? in_lane / 2 : 0)
                                     + i % in_lane / 2 + (i % 2 != 0 ? count : 0))...));
    }
};

/// See Kernels::merge_lines.
template <class V>
void merge_lines(std::uint8_t* to, const std::uint8_t* const* lines, std::size_t blocks,
                 std::size_t first, std::size_t last) {
    if (blocks == 1) {
        MergeLinesKernel<V, 1>::run(to, lines, first, last);
    } else {
        MergeLinesKernel<V, 11>::run(to, lines, first, last);
    }
}

} // namespace primerank::sieve
