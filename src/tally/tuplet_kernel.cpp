#include "tally/tuplet_kernel.hpp"

#include "tally/segment_bits.hpp"

#if PRIMERANK_X86
#include <immintrin.h>
#elif PRIMERANK_NEON
#include <arm_neon.h>
#endif

// The members of a tuplet are neighbours among the numbers coprime to 30, that is, its bits are
// adjacent. For instance 11, 13, 17, 19, 23 + 30k are the bits 2 to 6 of a byte. So with
//     run_k: bit i is set when the bits i ... i + k - 1 of the segment are set,
// the tuplets of size k are run_k at the places where their first member may stand:
//     twins 11, 17, 29: bits 2, 4, 7 (29, 31 is bit 7 and bit 0 of the next byte)
//     triplets (0,2,6) 11, 17: bits 2, 4, and (0,4,6) 7, 13: bits 1, 3
//     quadruplets 11: bit 2
//     quintuplets (0,2,6,8,12) 11: bit 2, and (0,4,6,10,12) 7: bit 1
//     sextuplets 7: bit 1
// Only twins leave their byte, so only they need the next word.

namespace primerank::tally {
namespace {

constexpr std::uint64_t in_every_byte = 0x0101010101010101;
constexpr std::array<std::uint64_t, largest_tuplet> first_members = {
    0xff * in_every_byte, 0x94 * in_every_byte, 0x1e * in_every_byte,
    0x04 * in_every_byte, 0x06 * in_every_byte, 0x02 * in_every_byte};

[[gnu::always_inline]] inline std::uint64_t count_bits(std::uint64_t run, std::size_t size) {
    return static_cast<std::uint64_t>(std::popcount(run & first_members[size - 1]));
}

[[gnu::always_inline]] inline TupletCounts count_words(const sieve::Segment& segment,
                                                       unsigned largest) {
    TupletCounts counts{};
    std::uint64_t bits = word(segment, 0);
    for (std::size_t i = 0; i < word_count(segment); ++i) {
        const std::uint64_t next = word(segment, i + 1);
        counts[0] += count_bits(bits, 1);
        if (largest >= 2) {
            const std::uint64_t run2 = bits & (bits >> 1 | next << 63);
            counts[1] += count_bits(run2, 2);
            if (largest >= 3) {
                const std::uint64_t run4 = run2 & run2 >> 2;
                counts[2] += count_bits(run2 & bits >> 2, 3);
                counts[3] += count_bits(run4, 4);
                counts[4] += count_bits(run4 & bits >> 4, 5);
                counts[5] += count_bits(run4 & run2 >> 4, 6);
            }
        }
        bits = next;
    }
    return counts;
}

TupletCounts count_portable(const sieve::Segment& segment, unsigned largest) {
    return count_words(segment, largest);
}

#if PRIMERANK_X86
// The same loop with the POPCNT instruction.
PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)
TupletCounts count_avx2(const sieve::Segment& segment, unsigned largest) {
    return count_words(segment, largest);
}
PRIMERANK_TARGET_END

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)
inline __m512i add_bits(__m512i sum, __m512i run, std::size_t size) {
    const __m512i mask = _mm512_set1_epi64(static_cast<long long>(first_members[size - 1]));
    return _mm512_add_epi64(sum, _mm512_popcnt_epi64(_mm512_and_si512(run, mask)));
}

inline std::uint64_t total(__m512i lanes) {
    return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(lanes));
}

// Each lane is a word of count_words; the words behind them stand 8 bytes further on. What lies
// between the segment's end and the next multiple of 64 bytes is 0.
TupletCounts count_avx512(const sieve::Segment& segment, unsigned largest) {
    __m512i sum1 = _mm512_setzero_si512();
    __m512i sum2 = sum1;
    __m512i sum3 = sum1;
    __m512i sum4 = sum1;
    __m512i sum5 = sum1;
    __m512i sum6 = sum1;
    const std::uint8_t* const end = segment.bytes.data() + segment.bytes.size();
    for (const std::uint8_t* at = segment.bytes.data(); at < end; at += 64) {
        const __m512i bits = _mm512_load_si512(at);
        sum1 = _mm512_add_epi64(sum1, _mm512_popcnt_epi64(bits));
        if (largest >= 2) {
            const __m512i next = _mm512_loadu_si512(at + 8);
            const __m512i run2 = _mm512_and_si512(bits, _mm512_shrdi_epi64(bits, next, 1));
            sum2 = add_bits(sum2, run2, 2);
            if (largest >= 3) {
                const __m512i run4 = _mm512_and_si512(run2, _mm512_srli_epi64(run2, 2));
                sum3 = add_bits(sum3, _mm512_and_si512(run2, _mm512_srli_epi64(bits, 2)), 3);
                sum4 = add_bits(sum4, run4, 4);
                sum5 = add_bits(sum5, _mm512_and_si512(run4, _mm512_srli_epi64(bits, 4)), 5);
                sum6 = add_bits(sum6, _mm512_and_si512(run4, _mm512_srli_epi64(run2, 4)), 6);
            }
        }
    }
    return {total(sum1), total(sum2), total(sum3), total(sum4), total(sum5), total(sum6)};
}
PRIMERANK_TARGET_END
#endif

#if PRIMERANK_NEON
/// Sums of bits in 16-bit lanes: a segment has at most 2048 vectors with 16 bits a lane.
static_assert(sieve::max_segment_bytes / 16 * 16 < 1U << 16);

uint16x8_t add_bits(uint16x8_t sum, uint64x2_t run, std::size_t size) {
    const uint64x2_t mask = vdupq_n_u64(first_members[size - 1]);
    return vpadalq_u8(sum, vcntq_u8(vreinterpretq_u8_u64(vandq_u64(run, mask))));
}

uint64x2_t words_at(const std::uint8_t* bytes) {
    return vreinterpretq_u64_u8(vld1q_u8(bytes));
}

TupletCounts count_neon(const sieve::Segment& segment, unsigned largest) {
    uint16x8_t sums[6] = {};
    const std::uint8_t* const end = segment.bytes.data() + segment.bytes.size();
    for (const std::uint8_t* at = segment.bytes.data(); at < end; at += 16) {
        const uint64x2_t bits = words_at(at);
        sums[0] = add_bits(sums[0], bits, 1);
        if (largest >= 2) {
            const uint64x2_t run2 =
                vandq_u64(bits, vsliq_n_u64(vshrq_n_u64(bits, 1), words_at(at + 8), 63));
            sums[1] = add_bits(sums[1], run2, 2);
            if (largest >= 3) {
                const uint64x2_t run4 = vandq_u64(run2, vshrq_n_u64(run2, 2));
                sums[2] = add_bits(sums[2], vandq_u64(run2, vshrq_n_u64(bits, 2)), 3);
                sums[3] = add_bits(sums[3], run4, 4);
                sums[4] = add_bits(sums[4], vandq_u64(run4, vshrq_n_u64(bits, 4)), 5);
                sums[5] = add_bits(sums[5], vandq_u64(run4, vshrq_n_u64(run2, 4)), 6);
            }
        }
    }
    TupletCounts counts{};
    for (std::size_t i = 0; i < 6; ++i) {
        counts[i] = vaddlvq_u16(sums[i]);
    }
    return counts;
}
#endif

} // namespace

TupletCounts count_tuplets(const sieve::Segment& segment, unsigned largest, InstructionSet set) {
    switch (set) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
        return count_avx512(segment, largest);
    case InstructionSet::avx2:
        return count_avx2(segment, largest);
#endif
#if PRIMERANK_NEON
    case InstructionSet::neon:
        return count_neon(segment, largest);
#endif
    default:
        return count_portable(segment, largest);
    }
}

} // namespace primerank::tally
