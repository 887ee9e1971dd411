#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Merges residue lines into bytes of 30 numbers. Bit i of all lines together is 7 bytes: byte b
/// has the residues 30 b + wheel_residues[s] of 210 (A + i), in bit s. So 8 lines are turned into
/// bytes by transposing 8 x 8 bits, and then the bytes of 7 such groups are interleaved.
///
/// Lanes of 16 bytes never mix: what a vector has more of them runs in parallel.
template <class V>
class MergeLinesKernel {
    static constexpr std::size_t width = V::merge_bytes;
    using Bytes [[gnu::vector_size(width)]] = std::uint8_t;
    using Pairs [[gnu::vector_size(width)]] = std::uint16_t;
    using Quads [[gnu::vector_size(width)]] = std::uint32_t;
    using Words [[gnu::vector_size(width)]] = std::uint64_t;

  public:
    /// Writes 56 bytes for each of the bytes [first, last) of the lines, the first of which begins
    /// at lines, the others `stride` bytes after the one before. Reads width bytes beyond last, and
    /// writes 56 width.
    static void run(std::uint8_t* to, const std::uint8_t* lines, std::size_t stride,
                    std::size_t first, std::size_t last) {
        for (std::size_t t = first; t < last; t += width, to += column * width) {
            merge(to, lines + t, stride);
        }
    }

  private:
    static constexpr std::size_t groups = 7;
    static constexpr std::size_t column = 8 * groups; ///< bytes to the next byte of the lines

    /// Where the line of a residue stands; line_count if it is a multiple of 7.
    static constexpr std::size_t line_of(unsigned residue) {
        std::size_t line = 0;
        while (line < line_count && line_residues[line] != residue) {
            ++line;
        }
        return line;
    }

    __attribute__((always_inline)) static void merge(std::uint8_t* to, const std::uint8_t* lines,
                                                     std::size_t stride) {
        Words bytes[8][groups]; // [i][b]: byte b of bit i, for `width` bytes of the lines
        load_all(bytes, lines, stride, std::make_index_sequence<groups>{});
        // Of the 8 bytes that are stored for a bit, the last belongs to the next bit. After the
        // 7th bit that is not at hand; it is put right when bit 0 follows.
        interleave(to + groups * 7, bytes[7], Words{});
        for (std::size_t i = 0; i < 7; ++i) {
            interleave(to + groups * i, bytes[i], bytes[i + 1][0]);
        }
    }

    template <std::size_t... b>
    __attribute__((always_inline)) static void
    load_all(Words (&bytes)[8][groups], const std::uint8_t* lines, std::size_t stride,
             std::index_sequence<b...> /*groups*/) {
        (load<b>(bytes, lines, stride), ...);
    }

    /// Loads 8 lines and transposes each 8 x 8 bits of theirs.
    template <std::size_t b>
    __attribute__((always_inline)) static void load(Words (&bytes)[8][groups],
                                                    const std::uint8_t* lines, std::size_t stride) {
        Words x[8];
        load_lines<b>(x, lines, stride, std::make_index_sequence<8>{});
        exchange<4>(x, 0x0f0f'0f0f'0f0f'0f0f);
        exchange<2>(x, 0x3333'3333'3333'3333);
        exchange<1>(x, 0x5555'5555'5555'5555);
#pragma GCC unroll 8
        for (unsigned i = 0; i < 8; ++i) {
            bytes[i][b] = x[i];
        }
    }

    template <std::size_t b, std::size_t... s>
    __attribute__((always_inline)) static void load_lines(Words (&x)[8], const std::uint8_t* lines,
                                                          std::size_t stride,
                                                          std::index_sequence<s...> /*bits*/) {
        ((x[s] = load_line<line_of(30 * b + wheel_residues[s])>(lines, stride)), ...);
    }

    template <std::size_t line>
    __attribute__((always_inline)) static Words load_line(const std::uint8_t* lines,
                                                          std::size_t stride) {
        Words x{};
        if constexpr (line < line_count) {
            std::memcpy(&x, lines + line * stride, sizeof x);
            __builtin_prefetch(lines + line * stride + 128);
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

    /// Stores bytes b[0], ..., b[6] and next of each column as 8 adjacent bytes, 56 bytes from
    /// column to column.
    __attribute__((always_inline)) static void interleave(std::uint8_t* to, const Words* b,
                                                          Words next) {
        store_half<false>(to, b, next);
        store_half<true>(to + 8 * column, b, next);
    }

    /// Columns 0 to 7 of each 16, or 8 to 15.
    template <bool high>
    __attribute__((always_inline)) static void store_half(std::uint8_t* to, const Words* b,
                                                          Words next) {
        const auto b01 = zip<high, Bytes>(b[0], b[1]);
        const auto b23 = zip<high, Bytes>(b[2], b[3]);
        const auto b45 = zip<high, Bytes>(b[4], b[5]);
        const auto b67 = zip<high, Bytes>(b[6], next);
        store_quarter<false>(to, b01, b23, b45, b67);
        store_quarter<true>(to + 4 * column, b01, b23, b45, b67);
    }

    template <bool high>
    __attribute__((always_inline)) static void store_quarter(std::uint8_t* to, Words b01, Words b23,
                                                             Words b45, Words b67) {
        const auto b03 = zip<high, Pairs>(b01, b23);
        const auto b47 = zip<high, Pairs>(b45, b67);
        store_columns(to, zip<false, Quads>(b03, b47));
        store_columns(to + 2 * column, zip<true, Quads>(b03, b47));
    }

    /// Two columns of each 16.
    __attribute__((always_inline)) static void store_columns(std::uint8_t* to, Words columns) {
        std::array<std::uint64_t, width / 8> words;
        std::memcpy(words.data(), &columns, sizeof columns);
#pragma GCC unroll 8
        for (std::size_t i = 0; i < width / 8; ++i) {
            std::memcpy(to + (i / 2 * 16 + i % 2) * column, &words[i], sizeof words[i]);
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

} // namespace primerank::sieve
