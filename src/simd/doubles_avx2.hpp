#pragma once

// Included with PRIMERANK_AVX2_FEATURES switched on.

namespace primerank::simd {

/// Four doubles, and four 64-bit integers beside them. DoublesAvx512 has the same members.
struct DoublesAvx2 {
    static constexpr std::size_t lanes = 4;
    /// So many vectors in step hide the latency of a multiplication modulo n.
    static constexpr std::size_t groups = 8;

    using F64 = __m256d;
    using U64 = __m256i;

    PRIMERANK_INLINE F64 set(double x) { return _mm256_set1_pd(x); }
    PRIMERANK_INLINE F64 multiply(F64 a, F64 b) { return _mm256_mul_pd(a, b); }
    PRIMERANK_INLINE F64 add(F64 a, F64 b) { return _mm256_add_pd(a, b); }
    PRIMERANK_INLINE F64 subtract(F64 a, F64 b) { return _mm256_sub_pd(a, b); }
    PRIMERANK_INLINE F64 divide(F64 a, F64 b) { return _mm256_div_pd(a, b); }
    /// a b + c, a b - c and c - a b, rounded once.
    PRIMERANK_INLINE F64 multiply_add(F64 a, F64 b, F64 c) { return _mm256_fmadd_pd(a, b, c); }
    PRIMERANK_INLINE F64 multiply_subtract(F64 a, F64 b, F64 c) { return _mm256_fmsub_pd(a, b, c); }
    PRIMERANK_INLINE F64 subtract_product(F64 c, F64 a, F64 b) { return _mm256_fnmadd_pd(a, b, c); }

    PRIMERANK_INLINE U64 load(const std::uint64_t* from) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(from));
    }
    PRIMERANK_INLINE F64 load(const double* from) { return _mm256_loadu_pd(from); }
    /// Exact for x < 2^52.
    PRIMERANK_INLINE F64 to_double(U64 x) {
        const U64 two_to_the_52 = _mm256_set1_epi64x(0x4330'0000'0000'0000);
        return _mm256_sub_pd(_mm256_castsi256_pd(_mm256_or_si256(x, two_to_the_52)),
                             _mm256_castsi256_pd(two_to_the_52));
    }
    /// x 2^k for x not 0, by k more in the exponent.
    PRIMERANK_INLINE F64 times_power_of_two(F64 x, U64 k) {
        return _mm256_castsi256_pd(
            _mm256_add_epi64(_mm256_castpd_si256(x), _mm256_slli_epi64(k, 52)));
    }
    /// The bits of x from `shift` on, as far as they are in `mask`.
    PRIMERANK_INLINE U64 bits(U64 x, int shift, std::uint64_t mask) {
        return _mm256_and_si256(_mm256_srl_epi64(x, _mm_cvtsi32_si128(shift)),
                                _mm256_set1_epi64x(static_cast<long long>(mask)));
    }
    /// Of a lane the sign bit counts.
    using Mask = __m256d;
    PRIMERANK_INLINE Mask bit_is_set(U64 x, int bit) {
        return _mm256_castsi256_pd(_mm256_sll_epi64(x, _mm_cvtsi32_si128(63 - bit)));
    }
    PRIMERANK_INLINE Mask equal(F64 a, F64 b) { return _mm256_cmp_pd(a, b, _CMP_EQ_OQ); }
    PRIMERANK_INLINE Mask both(Mask a, Mask b) { return _mm256_and_pd(a, b); }
    PRIMERANK_INLINE Mask either(Mask a, Mask b) { return _mm256_or_pd(a, b); }
    PRIMERANK_INLINE F64 select(Mask mask, F64 yes, F64 no) {
        return _mm256_blendv_pd(no, yes, mask);
    }
    PRIMERANK_INLINE U64 select(Mask mask, U64 yes, U64 no) {
        return _mm256_castpd_si256(
            _mm256_blendv_pd(_mm256_castsi256_pd(no), _mm256_castsi256_pd(yes), mask));
    }
    PRIMERANK_INLINE unsigned to_bits(Mask mask) {
        return static_cast<unsigned>(_mm256_movemask_pd(mask));
    }

    /// Bit i is set where lane i of |x| is one of a and b.
    PRIMERANK_INLINE unsigned magnitude_is(F64 x, F64 a, F64 b) {
        const F64 magnitude = _mm256_andnot_pd(_mm256_set1_pd(-0.0), x);
        return static_cast<unsigned>(_mm256_movemask_pd(_mm256_or_pd(
            _mm256_cmp_pd(magnitude, a, _CMP_EQ_OQ), _mm256_cmp_pd(magnitude, b, _CMP_EQ_OQ))));
    }
};

} // namespace primerank::simd
