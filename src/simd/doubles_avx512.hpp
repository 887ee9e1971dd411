#pragma once

// Included with PRIMERANK_AVX512_FEATURES switched on; what the members do stands at DoublesAvx2.

namespace primerank::simd {

struct DoublesAvx512 {
    static constexpr std::size_t lanes = 8;
    static constexpr std::size_t groups = 8;

    using F64 = __m512d;
    using U64 = __m512i;

    PRIMERANK_INLINE F64 set(double x) { return _mm512_set1_pd(x); }
    PRIMERANK_INLINE F64 multiply(F64 a, F64 b) { return _mm512_mul_pd(a, b); }
    PRIMERANK_INLINE F64 add(F64 a, F64 b) { return _mm512_add_pd(a, b); }
    PRIMERANK_INLINE F64 subtract(F64 a, F64 b) { return _mm512_sub_pd(a, b); }
    PRIMERANK_INLINE F64 divide(F64 a, F64 b) { return _mm512_div_pd(a, b); }
    PRIMERANK_INLINE F64 multiply_add(F64 a, F64 b, F64 c) { return _mm512_fmadd_pd(a, b, c); }
    PRIMERANK_INLINE F64 multiply_subtract(F64 a, F64 b, F64 c) { return _mm512_fmsub_pd(a, b, c); }
    PRIMERANK_INLINE F64 subtract_product(F64 c, F64 a, F64 b) { return _mm512_fnmadd_pd(a, b, c); }

    PRIMERANK_INLINE U64 load(const std::uint64_t* from) { return _mm512_loadu_si512(from); }
    PRIMERANK_INLINE F64 load(const double* from) { return _mm512_loadu_pd(from); }
    PRIMERANK_INLINE F64 to_double(U64 x) { return _mm512_cvtepu64_pd(x); }
    PRIMERANK_INLINE F64 times_power_of_two(F64 x, U64 k) {
        return _mm512_castsi512_pd(
            _mm512_add_epi64(_mm512_castpd_si512(x), _mm512_slli_epi64(k, 52)));
    }
    PRIMERANK_INLINE U64 bits(U64 x, int shift, std::uint64_t mask) {
        return _mm512_and_si512(_mm512_srl_epi64(x, _mm_cvtsi32_si128(shift)),
                                _mm512_set1_epi64(static_cast<long long>(mask)));
    }
    using Mask = __mmask8;
    PRIMERANK_INLINE Mask bit_is_set(U64 x, int bit) {
        return _mm512_test_epi64_mask(x, _mm512_set1_epi64(1LL << bit));
    }
    PRIMERANK_INLINE Mask equal(F64 a, F64 b) { return _mm512_cmp_pd_mask(a, b, _CMP_EQ_OQ); }
    PRIMERANK_INLINE Mask both(Mask a, Mask b) { return _kand_mask8(a, b); }
    PRIMERANK_INLINE Mask either(Mask a, Mask b) { return _kor_mask8(a, b); }
    PRIMERANK_INLINE F64 select(Mask mask, F64 yes, F64 no) {
        return _mm512_mask_mov_pd(no, mask, yes);
    }
    PRIMERANK_INLINE unsigned to_bits(Mask mask) { return mask; }

    PRIMERANK_INLINE unsigned magnitude_is(F64 x, F64 a, F64 b) {
        const F64 magnitude = _mm512_abs_pd(x);
        return static_cast<unsigned>(_mm512_cmp_pd_mask(magnitude, a, _CMP_EQ_OQ)
                                     | _mm512_cmp_pd_mask(magnitude, b, _CMP_EQ_OQ));
    }
};

} // namespace primerank::simd
