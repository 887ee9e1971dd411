#include "tally/power_kernel.hpp"

#include "tally/binomials.hpp"
#include "tally/segment_bits.hpp"

#include <algorithm>
#include <array>
#include <utility>

// In a block of 16 words, a prime in word w is
//     p = base + h u + x,   h = 120, u = 2 w + 1, |x| < h,
// base the block's first number and x the offset from the middle of the word. Twice the binomial
// theorem leaves sums of small numbers to be taken prime by prime, or rather byte by byte:
//     sum of p^K         = sum over k of C(K, k) base^(K-k) m_k,
//     m_k = sum of (h u + x)^k = sum over i of C(k, i) h^i a_i,k-i,
//     a_i,j = sum of u^i x^j.
// The powers of x in a word come from a table of the sums for each of its bytes.

namespace primerank::tally {
namespace {

constexpr std::size_t words_per_block = 16;
constexpr std::int64_t half_word = numbers_per_word / 2;

constexpr std::int64_t offset_from_middle(std::size_t bit) {
    return word_offsets[bit] - half_word;
}

/// No a_i,j with i + j <= largest_power leaves 63 bits, not even when all bits are set.
constexpr bool sums_fit() {
    for (unsigned j = 0; j <= largest_power; ++j) {
        uint128 word_sum = 0;
        for (std::size_t bit = 0; bit < 64; ++bit) {
            const std::int64_t x = offset_from_middle(bit);
            uint128 power = 1;
            for (unsigned k = 0; k < j; ++k) {
                power *= static_cast<uint128>(x < 0 ? -x : x);
            }
            word_sum += power;
        }
        for (unsigned i = 0; i + j <= largest_power; ++i) {
            uint128 block_sum = 0;
            for (std::size_t w = 0; w < words_per_block; ++w) {
                uint128 power = 1;
                for (unsigned k = 0; k < i; ++k) {
                    power *= 2 * w + 1;
                }
                block_sum += power * word_sum;
            }
            if (block_sum >> 63 != 0) {
                return false;
            }
        }
    }
    return true;
}
static_assert(sums_fit());

/// For byte number `place` of a word: the sums of x, x^2, ... x^8 over its bits.
using ByteRow = std::array<std::int64_t, largest_power>;
using ByteTable = std::array<std::array<ByteRow, 256>, 8>;

ByteTable make_byte_table() {
    ByteTable table{};
    for (std::size_t place = 0; place < 8; ++place) {
        for (std::size_t byte = 1; byte < 256; ++byte) {
            const auto lowest = static_cast<std::size_t>(std::countr_zero(byte));
            const std::int64_t x = offset_from_middle(8 * place + lowest);
            ByteRow row = table[place][byte & (byte - 1)];
            std::int64_t power = 1;
            for (std::int64_t& sum : row) {
                power *= x;
                sum += power;
            }
            table[place][byte] = row;
        }
    }
    return table;
}

/// The sums of x^0 ... x^Power over the bits of a word.
template <unsigned Power>
std::array<std::int64_t, Power + 1> word_sums(std::uint64_t bits, const ByteTable& table) {
    std::array<std::int64_t, Power + 1> sums{};
    sums[0] = std::popcount(bits);
    for (std::size_t place = 0; place < 8; ++place) {
        const ByteRow& row = table[place][bits >> 8 * place & 0xff];
        for (std::size_t k = 0; k < Power; ++k) {
            sums[k + 1] += row[k];
        }
    }
    return sums;
}

/// a[i][j] for i + j <= Power, over the block that begins with word `begin`.
template <unsigned Power>
auto block_sums(const sieve::Segment& segment, std::size_t begin, const ByteTable& table) {
    std::array<std::array<std::int64_t, Power + 1>, Power + 1> a{};
    const std::size_t end = std::min(begin + words_per_block, word_count(segment));
    for (std::size_t w = begin; w < end; ++w) {
        const auto sums = word_sums<Power>(word(segment, w), table);
        const auto u = static_cast<std::int64_t>(2 * (w - begin) + 1);
        std::int64_t u_to_the_i = 1;
        for (unsigned i = 0; i <= Power; ++i, u_to_the_i *= u) {
            for (unsigned j = 0; j <= Power - i; ++j) {
                a[i][j] += u_to_the_i * sums[j];
            }
        }
    }
    return a;
}

template <unsigned Power>
law::WideSum sum_segment(const sieve::Segment& segment) {
    static const ByteTable table = make_byte_table();
    law::WideSum sum;
    for (std::size_t begin = 0; begin < word_count(segment); begin += words_per_block) {
        const auto a = block_sums<Power>(segment, begin, table);
        law::WideSum of_block; // by Horner's rule in the block's first number
        for (unsigned k = 0; k <= Power; ++k) {
            int128 m = 0;
            int128 h_to_the_i = 1;
            for (unsigned i = 0; i <= k; ++i, h_to_the_i *= half_word) {
                m += static_cast<int128>(binomials[k][i]) * h_to_the_i * a[i][k - i];
            }
            of_block *= segment.origin + segment.base + uint128{numbers_per_word} * begin;
            of_block += law::WideSum(static_cast<uint128>(m) * binomials[Power][k]);
        }
        sum += of_block;
    }
    return sum;
}

constexpr auto sum_segment_of_power =
    []<unsigned... Powers>(std::integer_sequence<unsigned, Powers...>) {
    return std::array{&sum_segment<Powers>...};
}
(std::make_integer_sequence<unsigned, largest_power + 1>{});

} // namespace

law::WideSum sum_powers(const sieve::Segment& segment, unsigned power) {
    return sum_segment_of_power[power](segment);
}

} // namespace primerank::tally
