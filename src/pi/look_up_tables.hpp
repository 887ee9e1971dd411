#pragma once

#include "pi/signs.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstddef>
#include <cstdint>

/// Tables that count the bits of a bitmap up to any of them with one popcount. Each set of kernels
/// fills and reads them in the layout that suits it.
namespace primerank::pi {

enum class TableLayout {
    together, ///< 32 bits and a count share 64 bits: one gather serves a look-up
    apart,    ///< 64 bits here, a count of 32 bits there: half the memory, two loads
};

/// What the survivors of a bitmap of `lines` lines count up to any of its numbers.
///
/// together: entries[i] = (what is counted before 32-bit word i) 2^32 + (word i ^ minus); 16
/// entries a line. apart: before[i] = what is counted before 64-bit word i, for i = 8 lines too.
/// The words are read from the bitmap, which must not change meanwhile and must be followed by
/// word_slack readable bytes.
struct RankTable {
    static constexpr std::size_t word_slack = 8;

    sieve::AlignedBuffer<std::uint64_t> entries;
    sieve::AlignedBuffer<std::int32_t> before;
    const std::uint8_t* bitmap = nullptr;
    MinusPlaces minus = 0;

    void resize(TableLayout layout, std::size_t lines) {
        if (layout == TableLayout::together) {
            entries.resize(16 * lines);
        } else {
            before.resize(8 * lines + 1);
        }
    }

    static constexpr std::uint64_t bytes(TableLayout layout, std::uint64_t lines) {
        return layout == TableLayout::together ? std::uint64_t{128} * lines : 4 * (8 * lines + 1);
    }
};

/// pi(v) - pi(l - 1) for v in a slice [l, h) that begins at an even l. With t = v + 1 - l it is,
///
/// together:  low half of entries[t / 64] - popcount(entries[t / 64] >> (32 + floor(t / 2) mod
/// 32)). An entry counts in its low half the primes of the slice up to l + 64 e + 61, and has in
/// bit 31 + j, j = 1 ... 31, whether l + 64 e - 1 + 2 j is prime;
///
/// apart:  up_to_end[i] - popcount(words[i] >> (o mod 64)), i = floor(o / 64), for the first
/// o = floor(t / 2) odd numbers of the slice. Bit j of words[i] says whether l + 128 i + 1 + 2 j is
/// prime, up_to_end[i] counts the primes to the word's end.
///
/// All v are below 2^(52 - f), f = fraction_bits: 2^(52 - f) + v as a double has f bits after the
/// point.
struct SliceTable {
    sieve::AlignedBuffer<std::uint64_t> entries;
    sieve::AlignedBuffer<std::uint64_t> words;
    sieve::AlignedBuffer<std::uint32_t> up_to_end;
    std::uint64_t low = 0;
    int fraction_bits = 0;

    /// For n times 32 odd numbers.
    void resize(TableLayout layout, std::size_t n) {
        if (layout == TableLayout::together) {
            entries.resize(n + 1);
        } else {
            words.resize(n / 2 + 1);
            up_to_end.resize(n / 2 + 1);
        }
    }
};

} // namespace primerank::pi
