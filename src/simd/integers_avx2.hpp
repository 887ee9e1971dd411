#pragma once

// Included with PRIMERANK_AVX2_FEATURES switched on; what the members do stands at
// IntegersPortable.

namespace primerank::simd {

struct IntegersAvx2 {
    static constexpr std::size_t bytes = 32;

    using Bits = __m256i;

    PRIMERANK_INLINE Bits ones() { return _mm256_set1_epi32(-1); }
    PRIMERANK_INLINE Bits load(const void* from) {
        return _mm256_loadu_si256(static_cast<const __m256i_u*>(from));
    }
    PRIMERANK_INLINE void store(void* to, Bits x) {
        _mm256_storeu_si256(static_cast<__m256i_u*>(to), x);
    }
    PRIMERANK_INLINE Bits bit_and(Bits a, Bits b) { return _mm256_and_si256(a, b); }

    PRIMERANK_INLINE Bits add_32(Bits a, Bits b) { return _mm256_add_epi32(a, b); }
    PRIMERANK_INLINE Bits wrapped_32(Bits x, Bits end, Bits period) {
        return _mm256_sub_epi32(x, _mm256_andnot_si256(_mm256_cmpgt_epi32(end, x), period));
    }
};

} // namespace primerank::simd
