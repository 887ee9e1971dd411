#pragma once

#include "pi/kernels_avx512.hpp"

#if PRIMERANK_X86

#include <immintrin.h>

/// What the AVX-512 kernels for leaves share: eight candidates, their quotients, their sum.
namespace primerank::pi::avx512 {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

inline __m512i load(const void* p) {
    return _mm512_load_si512(p);
}
inline __m512i load_any(const void* p) {
    return _mm512_loadu_si512(p);
}

inline __mmask8 lanes_of(std::size_t left) {
    return left >= 8 ? __mmask8{0xff} : static_cast<__mmask8>((1U << left) - 1);
}

/// Eight candidates: m and the lanes with coefficient +1.
struct EightLeaves {
    __m512i m;
    __mmask8 plus;
};

/// Candidates i to i + 7; lanes beyond the mask get some m that can be divided by.
template <bool Composite>
inline EightLeaves leaves_at(const Candidates& m, std::size_t i, __mmask8 lanes) {
    const __m512i base = _mm512_set1_epi64(static_cast<long long>(m.base));
    if constexpr (Composite) {
        const __m512i values = _mm512_cvtepu16_epi64(
            _mm_mask_loadu_epi16(_mm_set1_epi16(1 << 12), lanes, m.composites + i));
        return {_mm512_add_epi64(base, _mm512_srli_epi64(values, 1)),
                _mm512_test_epi64_mask(values, _mm512_set1_epi64(1))};
    } else {
        const __m512i values = _mm512_cvtepu32_epi64(
            _mm256_mask_loadu_epi32(_mm256_set1_epi32(1 << 12), lanes, m.primes + i));
        return {_mm512_add_epi64(base, values), 0xff};
    }
}

/// floor(numerator / m) - low.
class Quotients {
  public:
    Quotients(const Numerator& numerator, std::uint64_t low, std::uint64_t high)
        : approximate_(_mm512_set1_pd(numerator.approximate)),
          low_bits_(_mm512_set1_epi64(static_cast<long long>(numerator.low_bits))),
          low_(_mm512_set1_epi64(static_cast<long long>(low))),
          low_double_(_mm512_set1_pd(static_cast<double>(low))) {
        const double error = static_cast<double>(high) * 4.5e-16 + 1e-13;
        shift_ = _mm512_set1_pd(0x1p26 + error);
        // in units of 2^-26, rounded up to a power of two
        long long unsure = 4;
        while (static_cast<double>(unsure) < 2 * error * 0x1p26 + 2) {
            unsure *= 2;
        }
        sure_bits_ = _mm512_set1_epi64(((1LL << 26) - 1) & -unsure);
    }

    /// Numerator's correction.
    [[nodiscard]] __m512i exact(__m512i m) const {
        __m512i q = _mm512_cvttpd_epi64(_mm512_div_pd(approximate_, _mm512_cvtepu64_pd(m)));
        const __m512i remainder = _mm512_sub_epi64(low_bits_, _mm512_mullo_epi64(q, m));
        const __m512i one = _mm512_set1_epi64(1);
        q = _mm512_mask_sub_epi64(q, _mm512_movepi64_mask(remainder), q, one);
        q = _mm512_mask_add_epi64(q, _mm512_cmpge_epi64_mask(remainder, m), q, one);
        return _mm512_sub_epi64(q, low_);
    }

    /// The double quotient t is off by less than e = 4.5e-16 t. t - low is exact, and in
    /// 2^26 + (t - low + e) the lower 26 bits of the fraction are fraction, those above integer. If
    /// that fraction is at least 2 e (and the rounding), the integer is right.
    [[nodiscard]] __m512i fast(__m512i m) const {
        const __m512i fixed = fixed_point(_mm512_div_pd(approximate_, _mm512_cvtepu64_pd(m)));
        return __builtin_expect(is_sure(fixed), 1) ? integer_part(fixed) : exact(m);
    }

    /// The same by a product, which is off by three roundings, less than e too. The m themselves,
    /// below 2^50, are the inverses' inverses within rounding.
    [[nodiscard]] __m512i fast_by_inverses(__m512d inverse) const {
        const __m512i fixed = fixed_point(_mm512_mul_pd(approximate_, inverse));
        return __builtin_expect(is_sure(fixed), 1)
                   ? integer_part(fixed)
                   : exact(_mm512_cvtpd_epu64(_mm512_div_pd(_mm512_set1_pd(1), inverse)));
    }

  private:
    [[nodiscard]] __m512i fixed_point(__m512d t) const {
        return _mm512_castpd_si512(_mm512_add_pd(_mm512_sub_pd(t, low_double_), shift_));
    }

    [[nodiscard]] bool is_sure(__m512i fixed) const {
        return _mm512_testn_epi64_mask(fixed, sure_bits_) == 0;
    }

    /// 52 bits times 2^26, shifted down by 52: drops the exponent and the fraction.
    static __m512i integer_part(__m512i fixed) {
        return _mm512_madd52hi_epu64(_mm512_setzero_si512(), fixed, _mm512_set1_epi64(1LL << 26));
    }

    __m512d approximate_;
    __m512i low_bits_;
    __m512i low_;
    __m512d low_double_;
    __m512d shift_;
    __m512i sure_bits_;
};

/// A sum over leaves, eight at a time.
template <bool Composite>
class LeafSum {
  public:
    // An implicit constructor would be compiled for the baseline.
    LeafSum() : all_(_mm512_setzero_si512()), plus_(_mm512_setzero_si512()) {}

    void add(__m512i counts, __mmask8 lanes, __mmask8 plus) {
        if constexpr (Composite) {
            all_ = _mm512_add_epi64(all_, counts);
            plus_ = _mm512_mask_add_epi64(plus_, plus, plus_, counts);
        } else {
            plus_ = _mm512_add_epi64(plus_, counts);
        }
        add_weights(lanes, plus);
    }

    void add_weights(__mmask8 lanes, __mmask8 plus) {
        if constexpr (Composite) {
            plus_leaves_ += _mm_popcnt_u32(plus & lanes);
        }
    }

    [[nodiscard]] WeightedSum result(std::size_t leaves) const {
        const std::int64_t plus = _mm512_reduce_add_epi64(plus_);
        const auto n = static_cast<std::int64_t>(leaves);
        if constexpr (Composite) {
            return {2 * plus - _mm512_reduce_add_epi64(all_), 2 * plus_leaves_ - n};
        } else {
            return {plus, n};
        }
    }

  private:
    __m512i all_;
    __m512i plus_;
    std::int64_t plus_leaves_ = 0;
};

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx512

#endif
