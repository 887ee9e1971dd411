#pragma once

// Included by primality_avx2.cpp with PRIMERANK_AVX2_FEATURES switched on.

#include "simd/doubles_avx2.hpp"

namespace primerank {

/// Euler's criterion modulo n < 2^61 for four numbers a vector, in limbs of 32 bits, which AVX2
/// multiplies. Residues are in Montgomery's form with R = 2^64 and in [0, 1.6 n).
///
/// As a field of LucasLadder it takes n < 2^60: x y - c has 2 n - c added in the end, which keeps
/// residues below 2.4 n, as 2 + 2.4^2 / 16 < 2.4.
///
/// The reduction subtracts: with m = T / n mod 2^32 the lowest limbs of T and m n are equal and
/// vanish, without a carry. Two such steps take T = x^2 to (T - (m0 + m1 2^32) n) / R, which lies
/// in (-n, 2.56 n^2 / R) and to which n is added: below n + 0.32 n < 1.6 n. The middle column,
/// 2 x0 x1 + ... < 2^62.7, less up to 2^61 + 2^32, stays positive by a bias that is taken away one
/// column further on.
class LimbsAvx2 {
  public:
    static constexpr std::size_t lanes = 4;
    static constexpr int window = 5;
    static constexpr std::uint64_t from = std::uint64_t{1} << 40;
    static constexpr std::uint64_t limit = std::uint64_t{1} << 61;
    static constexpr std::uint64_t lucas_limit = std::uint64_t{1} << 60;

    using Simd = simd::DoublesAvx2;
    using Residue = __m256i;

    LimbsAvx2() = default;
    [[gnu::always_inline]] explicit LimbsAvx2(__m256i n)
        : n_(n), n_high_(_mm256_srli_epi64(n, 32)),
          n_less_bias_(_mm256_sub_epi64(n, set(bias >> 32))) {
        // By Newton's iteration from five right bits; see montgomery.hpp.
        inverse_ = _mm256_xor_si256(_mm256_add_epi64(n, _mm256_add_epi64(n, n)), set(2));
        for (int round = 0; round < 3; ++round) {
            inverse_ = _mm256_mul_epu32(inverse_,
                                        _mm256_sub_epi64(set(2), _mm256_mul_epu32(n_, inverse_)));
        }
    }

    explicit LimbsAvx2(const std::uint64_t* numbers) : LimbsAvx2(Simd::load(numbers)) {}

    /// The forms of integers below 2^10.
    [[nodiscard]] __m256i form(const std::uint32_t* integers) const {
        alignas(32) std::uint64_t n[lanes];
        _mm256_store_si256(reinterpret_cast<__m256i*>(n), n_);
        for (std::size_t i = 0; i < lanes; ++i) {
            n[i] = static_cast<std::uint64_t>((uint128{integers[i]} << 64) % n[i]);
        }
        return Simd::load(n);
    }
    static __m256i zero() { return _mm256_setzero_si256(); }
    [[nodiscard]] __m256i negative(__m256i form) const { return _mm256_sub_epi64(n_, form); }

    /// 2 n - c, less the bias: what multiply_less() adds.
    [[nodiscard]] __m256i less(__m256i c) const {
        return _mm256_sub_epi64(_mm256_add_epi64(n_less_bias_, n_), c);
    }

    [[nodiscard, gnu::always_inline]] __m256i multiply_less(__m256i x, __m256i y,
                                                            __m256i less_c) const {
        const __m256i x_high = _mm256_srli_epi64(x, 32);
        const __m256i y_high = _mm256_srli_epi64(y, 32);
        return reduced(_mm256_mul_epu32(x, y),
                       _mm256_add_epi64(_mm256_mul_epu32(x, y_high), _mm256_mul_epu32(x_high, y)),
                       _mm256_add_epi64(_mm256_mul_epu32(x_high, y_high), less_c));
    }

    /// Whether x = y modulo n, for y below n.
    [[nodiscard]] Simd::Mask is(__m256i x, __m256i y) const {
        const auto less_n = [this](__m256i value) {
            return _mm256_sub_epi64(value, _mm256_andnot_si256(_mm256_cmpgt_epi64(n_, value), n_));
        };
        return _mm256_castsi256_pd(_mm256_cmpeq_epi64(less_n(less_n(x)), y));
    }

    [[gnu::always_inline]] static __m256i select(Simd::Mask mask, __m256i yes, __m256i no) {
        return Simd::select(mask, yes, no);
    }

    [[nodiscard, gnu::always_inline]] __m256i square(__m256i x) const {
        const __m256i high = _mm256_srli_epi64(x, 32);
        const __m256i cross = _mm256_mul_epu32(x, high);
        return reduced(_mm256_mul_epu32(x, x), _mm256_add_epi64(cross, cross),
                       _mm256_add_epi64(_mm256_mul_epu32(high, high), n_less_bias_));
    }

    /// x 2^(k - 32), for k < 32: one limb more, and one step of the reduction.
    [[nodiscard, gnu::always_inline]] __m256i shift(__m256i x, __m256i k) const {
        const __m256i power = _mm256_sllv_epi64(set(1), k);
        const __m256i low = _mm256_mul_epu32(x, power);
        const __m256i high = _mm256_mul_epu32(_mm256_srli_epi64(x, 32), power);
        const __m256i sum =
            _mm256_add_epi64(_mm256_add_epi64(high, n_), _mm256_srli_epi64(low, 32));
        return less_limb(sum, _mm256_mul_epu32(low, inverse_));
    }

    static __m256i load(const std::uint64_t* residues) { return Simd::load(residues); }

    /// In [0, 1.6 n).
    void store(std::uint64_t* to, __m256i x) const {
        _mm256_storeu_si256(reinterpret_cast<__m256i_u*>(to), x);
    }

    /// x 2^k modulo n.
    static std::uint64_t shifted(std::uint64_t x, std::uint64_t k, std::uint64_t n) {
        return static_cast<std::uint64_t>((uint128{x} << k) % n);
    }

  private:
    static constexpr std::uint64_t bias = (std::uint64_t{1} << 61) + (std::uint64_t{1} << 32);

    [[gnu::always_inline]] static __m256i set(std::uint64_t x) {
        return _mm256_set1_epi64x(static_cast<long long>(x));
    }

    /// (low + middle 2^32 + high 2^64) / R modulo n, and bias / 2^32 more.
    [[nodiscard, gnu::always_inline]] __m256i reduced(__m256i low, __m256i middle,
                                                      __m256i high) const {
        const __m256i m0 = _mm256_mul_epu32(low, inverse_);
        middle = _mm256_add_epi64(middle, _mm256_add_epi64(_mm256_srli_epi64(low, 32), set(bias)));
        middle = less_limb(middle, m0);
        return less_limb(_mm256_add_epi64(high, _mm256_srli_epi64(middle, 32)),
                         _mm256_mul_epu32(middle, inverse_));
    }

    /// sum - floor(m n / 2^32) for the lower limb of m.
    [[nodiscard, gnu::always_inline]] __m256i less_limb(__m256i sum, __m256i m) const {
        const __m256i high = _mm256_sub_epi64(sum, _mm256_mul_epu32(m, n_high_));
        return _mm256_sub_epi64(high, _mm256_srli_epi64(_mm256_mul_epu32(m, n_), 32));
    }

    __m256i n_;
    __m256i n_high_;
    __m256i n_less_bias_;
    __m256i inverse_;
};

} // namespace primerank
