#pragma once

// Included with PRIMERANK_AVX512_FEATURES switched on; what the members do stands at
// IntegersPortable.

namespace primerank::simd {

struct IntegersAvx512 {
    static constexpr std::size_t bytes = 64;

    using Bits = __m512i;

    PRIMERANK_INLINE Bits ones() { return _mm512_set1_epi32(-1); }
    PRIMERANK_INLINE Bits load(const void* from) { return _mm512_loadu_si512(from); }
    PRIMERANK_INLINE void store(void* to, Bits x) { _mm512_storeu_si512(to, x); }
    PRIMERANK_INLINE Bits bit_and(Bits a, Bits b) { return _mm512_and_si512(a, b); }

    PRIMERANK_INLINE Bits add_32(Bits a, Bits b) { return _mm512_add_epi32(a, b); }
    PRIMERANK_INLINE Bits wrapped_32(Bits x, Bits end, Bits period) {
        return _mm512_mask_sub_epi32(x, _mm512_cmpge_epi32_mask(x, end), x, period);
    }
};

} // namespace primerank::simd
