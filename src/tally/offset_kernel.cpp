#include "tally/offset_kernel.hpp"

#include "tally/segment_bits.hpp"

#if PRIMERANK_X86
#include <immintrin.h>
#elif PRIMERANK_NEON
#include <arm_neon.h>
#endif

// The bits r of byte k stand for offsets 30 k + r, so with c_k bits in byte k
//     sum of offsets = 30 * sum of k c_k + sum of all r.
// Vectors hold B bytes: k = B v + i for byte i of vector v. The sum of i c_k is a dot product with
// 0 ... B-1; the sum of v N_v, where vector v has N_v bits, follows from running totals:
//     sum over v of (N_0 + ... + N_v) = sum over u of (V - u) N_u,   V vectors in all.

namespace primerank::tally {
namespace {

/// For each byte: how many bits, and the sum of their residues (at most 120).
struct ByteSums {
    std::uint8_t count;
    std::uint8_t residues;
};

constexpr std::array<ByteSums, 256> byte_sums = [] {
    std::array<ByteSums, 256> sums{};
    for (unsigned byte = 0; byte < 256; ++byte) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            if ((byte >> bit & 1) != 0) {
                ++sums[byte].count;
                sums[byte].residues =
                    static_cast<std::uint8_t>(sums[byte].residues + sieve::wheel_residues[bit]);
            }
        }
    }
    return sums;
}();

OffsetSums sum_portable(const sieve::Segment& segment) {
    std::uint64_t count = 0;
    std::uint64_t positions = 0;
    std::uint64_t residues = 0;
    for (std::size_t k = 0; k < segment.bytes.size(); ++k) {
        const ByteSums& sums = byte_sums[segment.bytes[k]];
        count += sums.count;
        positions += k * sums.count;
        residues += sums.residues;
    }
    return {count, 30 * positions + residues};
}

#if PRIMERANK_X86 || PRIMERANK_NEON
/// The totals over all vectors of a segment, from which both sums follow.
struct VectorTotals {
    std::uint64_t vectors;
    std::uint64_t count;
    std::uint64_t running_counts;
    std::uint64_t positions_in_vector;
    std::uint64_t residues;
};

OffsetSums from_totals(const VectorTotals& totals, std::uint64_t vector_bytes) {
    const std::uint64_t vector_numbers = totals.vectors * totals.count - totals.running_counts;
    const std::uint64_t positions = vector_bytes * vector_numbers + totals.positions_in_vector;
    return {totals.count, 30 * positions + totals.residues};
}

// What the four low and the four high bits of a byte contribute.
alignas(16) constexpr auto low_residues = [] {
    std::array<std::uint8_t, 16> sums{};
    for (unsigned nibble = 0; nibble < 16; ++nibble) {
        sums[nibble] = byte_sums[nibble].residues;
    }
    return sums;
}();
alignas(16) constexpr auto high_residues = [] {
    std::array<std::uint8_t, 16> sums{};
    for (unsigned nibble = 0; nibble < 16; ++nibble) {
        sums[nibble] = byte_sums[nibble << 4].residues;
    }
    return sums;
}();
alignas(64) constexpr auto positions_in_vector = [] {
    std::array<std::uint8_t, 64> positions{};
    for (std::uint8_t i = 0; i < 64; ++i) {
        positions[i] = i;
    }
    return positions;
}();
#endif

#if PRIMERANK_X86
alignas(16) constexpr std::uint8_t nibble_counts[16] = {0, 1, 1, 2, 1, 2, 2, 3,
                                                        1, 2, 2, 3, 2, 3, 3, 4};

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)
inline __m256i table_avx2(const std::uint8_t* table) {
    return _mm256_broadcastsi128_si256(_mm_load_si128(reinterpret_cast<const __m128i*>(table)));
}

inline std::uint64_t total_avx2(__m256i lanes) {
    alignas(32) std::uint64_t parts[4];
    _mm256_store_si256(reinterpret_cast<__m256i*>(parts), lanes);
    return parts[0] + parts[1] + parts[2] + parts[3];
}

OffsetSums sum_avx2(const sieve::Segment& segment) {
    const __m256i zero = _mm256_setzero_si256();
    const __m256i nibble = _mm256_set1_epi8(0x0f);
    const __m256i ones = _mm256_set1_epi16(1);
    const __m256i counts_table = table_avx2(nibble_counts);
    const __m256i low_table = table_avx2(low_residues.data());
    const __m256i high_table = table_avx2(high_residues.data());
    const __m256i weights =
        _mm256_load_si256(reinterpret_cast<const __m256i*>(positions_in_vector.data()));
    __m256i count = zero;
    __m256i running = zero;
    __m256i positions = zero; // 32 bits a lane: at most 1024 vectors * 4 bytes * 8 * 31 < 2^20
    __m256i residues = zero;
    const std::size_t vectors = (segment.bytes.size() + 31) / 32;
    for (std::size_t v = 0; v < vectors; ++v) {
        const __m256i bytes =
            _mm256_load_si256(reinterpret_cast<const __m256i*>(segment.bytes.data() + 32 * v));
        const __m256i low = _mm256_and_si256(bytes, nibble);
        const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), nibble);
        const __m256i bits = _mm256_add_epi8(_mm256_shuffle_epi8(counts_table, low),
                                             _mm256_shuffle_epi8(counts_table, high));
        const __m256i sums = _mm256_add_epi8(_mm256_shuffle_epi8(low_table, low),
                                             _mm256_shuffle_epi8(high_table, high));
        count = _mm256_add_epi64(count, _mm256_sad_epu8(bits, zero));
        running = _mm256_add_epi64(running, count);
        positions = _mm256_add_epi32(positions,
                                     _mm256_madd_epi16(_mm256_maddubs_epi16(bits, weights), ones));
        residues = _mm256_add_epi64(residues, _mm256_sad_epu8(sums, zero));
    }
    const __m256i pairs = _mm256_add_epi64(_mm256_srli_epi64(positions, 32),
                                           _mm256_blend_epi32(positions, zero, 0xaa));
    return from_totals(
        {vectors, total_avx2(count), total_avx2(running), total_avx2(pairs), total_avx2(residues)},
        32);
}
PRIMERANK_TARGET_END

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)
inline __m512i table_avx512(const std::uint8_t* table) {
    return _mm512_broadcast_i32x4(_mm_load_si128(reinterpret_cast<const __m128i*>(table)));
}

inline std::uint64_t total_avx512(__m512i lanes) {
    return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(lanes));
}

OffsetSums sum_avx512(const sieve::Segment& segment) {
    const __m512i zero = _mm512_setzero_si512();
    const __m512i nibble = _mm512_set1_epi8(0x0f);
    const __m512i low_table = table_avx512(low_residues.data());
    const __m512i high_table = table_avx512(high_residues.data());
    const __m512i weights = _mm512_load_si512(positions_in_vector.data());
    __m512i count = zero;
    __m512i running = zero;
    __m512i positions = zero; // 32 bits a lane: at most 512 vectors * 4 bytes * 8 * 63 < 2^20
    __m512i residues = zero;
    const std::size_t vectors = (segment.bytes.size() + 63) / 64;
    for (std::size_t v = 0; v < vectors; ++v) {
        const __m512i bytes = _mm512_load_si512(segment.bytes.data() + 64 * v);
        const __m512i low = _mm512_and_si512(bytes, nibble);
        const __m512i high = _mm512_and_si512(_mm512_srli_epi16(bytes, 4), nibble);
        const __m512i sums = _mm512_add_epi8(_mm512_shuffle_epi8(low_table, low),
                                             _mm512_shuffle_epi8(high_table, high));
        count = _mm512_add_epi64(count, _mm512_popcnt_epi64(bytes));
        running = _mm512_add_epi64(running, count);
        positions = _mm512_dpbusd_epi32(positions, _mm512_popcnt_epi8(bytes), weights);
        residues = _mm512_add_epi64(residues, _mm512_sad_epu8(sums, zero));
    }
    return from_totals({vectors, total_avx512(count), total_avx512(running),
                        static_cast<std::uint64_t>(_mm512_reduce_add_epi32(positions)),
                        total_avx512(residues)},
                       64);
}
PRIMERANK_TARGET_END
#endif

#if PRIMERANK_NEON
/// Sums of neighbouring bytes, added to wider lanes.
uint32x4_t add_bytes(uint32x4_t sums, uint8x16_t bytes) {
    return vpadalq_u16(sums, vpaddlq_u8(bytes));
}

OffsetSums sum_neon(const sieve::Segment& segment) {
    const uint8x16_t low_table = vld1q_u8(low_residues.data());
    const uint8x16_t high_table = vld1q_u8(high_residues.data());
    const uint8x16_t weights = vld1q_u8(positions_in_vector.data());
    uint32x4_t count = vdupq_n_u32(0);
    uint32x4_t running = count; // at most 2048 vectors * 2048 * 32 / 2 < 2^27
    uint32x4_t positions = count;
    uint32x4_t residues = count;
    const std::size_t vectors = (segment.bytes.size() + 15) / 16;
    for (std::size_t v = 0; v < vectors; ++v) {
        const uint8x16_t bytes = vld1q_u8(segment.bytes.data() + 16 * v);
        const uint8x16_t bits = vcntq_u8(bytes);
        const uint8x16_t sums = vaddq_u8(vqtbl1q_u8(low_table, vandq_u8(bytes, vdupq_n_u8(15))),
                                         vqtbl1q_u8(high_table, vshrq_n_u8(bytes, 4)));
        count = add_bytes(count, bits);
        running = vaddq_u32(running, count);
        positions = add_bytes(positions, vmulq_u8(bits, weights)); // bytes of at most 8 * 15
        residues = add_bytes(residues, sums);
    }
    return from_totals({vectors, vaddlvq_u32(count), vaddlvq_u32(running), vaddlvq_u32(positions),
                        vaddlvq_u32(residues)},
                       16);
}
#endif

} // namespace

OffsetSums sum_offsets(const sieve::Segment& segment, InstructionSet set) {
    switch (set) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
        return sum_avx512(segment);
    case InstructionSet::avx2:
        return sum_avx2(segment);
#endif
#if PRIMERANK_NEON
    case InstructionSet::neon:
        return sum_neon(segment);
#endif
    default:
        return sum_portable(segment);
    }
}

} // namespace primerank::tally
