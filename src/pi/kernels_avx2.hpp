#pragma once

#include "pi/kernels.hpp"

#if PRIMERANK_X86

#include <immintrin.h>

/// Small steps that the AVX2 kernels share, and the members of Kernels for leaves.
namespace primerank::pi::avx2 {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

inline __m256i load_any(const void* p) {
    return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}

inline void store_any(void* p, __m256i v) {
    _mm256_storeu_si256(static_cast<__m256i*>(p), v);
}

/// The number of 1 bits in each byte: two look-ups of four bits.
inline __m256i bits_in_bytes(__m256i v) {
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                            2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15);
    const __m256i of_low = _mm256_shuffle_epi8(counts, _mm256_and_si256(v, low));
    const __m256i of_high =
        _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16(v, 4), low));
    return _mm256_add_epi8(of_low, of_high);
}

inline std::uint64_t sum_of_lanes(__m256i v) {
    const __m128i half = _mm_add_epi64(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
    return static_cast<std::uint64_t>(_mm_cvtsi128_si64(half) + _mm_extract_epi64(half, 1));
}

inline __m256i bits_in_lanes(__m256i v) {
    return _mm256_sad_epu8(bits_in_bytes(v), _mm256_setzero_si256());
}

std::size_t select_factors(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                           std::uint32_t least_index, MinusPlaces minus, std::uint16_t* values);

template <class Signs>
struct LeafKernels {
    static WeightedSum by_lines(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                                MinusPlaces minus, const std::uint8_t* segment,
                                const std::int16_t* line_counts, const std::int32_t* superlines);
    static WeightedSum by_ranks(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                                std::uint64_t high, const RankTable& ranks);
    static std::int64_t by_inverses(uint128 numerator, const double* inverses, std::size_t n,
                                    std::uint64_t low, std::uint64_t high, const RankTable& ranks);
};
extern template struct LeafKernels<Unsigned>;
extern template struct LeafKernels<Signed>;

std::uint64_t sum_pi(uint128 xp, const double* inverses, std::size_t n, const SliceTable& slice);

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx2

#endif
