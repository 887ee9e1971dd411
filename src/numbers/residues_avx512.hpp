#pragma once

#include "numbers/instruction_set.hpp"

#if PRIMERANK_X86

#include <bit>
#include <cstdint>
#include <immintrin.h>

// Residues modulo eight numbers a vector, on the 52-bit multiply-add instructions (AVX-512 IFMA):
// they add the low or the high 52 bits of a product of two 52-bit numbers to a 64-bit lane and
// ignore the upper 12 bits of both factors. Residues are in Montgomery's form with R = 2^52: x
// stands for x 2^52 mod n.
//
// Narrow and Wide have the same members, so that a test is written once for both.

namespace primerank::ifma {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

using Vector = __m512i;
constexpr std::size_t lanes = 8;

inline Vector broadcast(std::uint64_t value) {
    return _mm512_set1_epi64(static_cast<long long>(value));
}

/// sum + the low, or the high, 52 bits of a b.
inline Vector add_low(Vector sum, Vector a, Vector b) {
    return _mm512_madd52lo_epu64(sum, a, b);
}
inline Vector add_high(Vector sum, Vector a, Vector b) {
    return _mm512_madd52hi_epu64(sum, a, b);
}

inline Vector carry_of(Vector limb) {
    return _mm512_srli_epi64(limb, 52);
}

constexpr std::uint64_t limb_mask = (std::uint64_t{1} << 52) - 1;

/// -1 / n mod 2^52, by Newton's iteration from five right bits; see montgomery.hpp.
inline Vector negative_inverse(Vector n) {
    const Vector zero = _mm512_setzero_si512();
    Vector inverse = _mm512_xor_si512(_mm512_add_epi64(n, _mm512_add_epi64(n, n)), broadcast(2));
    for (int round = 0; round < 4; ++round) {
        const Vector error = _mm512_sub_epi64(broadcast(2), add_low(zero, n, inverse));
        inverse = add_low(zero, inverse, error);
    }
    return _mm512_and_si512(_mm512_sub_epi64(zero, inverse), broadcast(limb_mask));
}

// One reduction by R serves both widths. Let T = t0 + ..., with t0 the sum of at most two low
// halves, t0 <= 2^53 - 2. Then m = -T / n mod R makes T + m n divisible by R, and the lowest limb
// of the sum, t0 + low(m n), is a multiple of R whose quotient is ceil(t0 / R): it is never
// calculated. All sums t0 therefore start at R - 1, so that the carry is a plain shift:
//     t = t0 + R - 1,   m = (t + 1)(-1/n) = t (-1/n) + (-1/n),   carry = floor(t / R).

/// Numbers 3 <= n < 2^52 in one limb; residues are in [0, n).
class Narrow {
  public:
    using Residue = Vector;
    static constexpr int window = 1;
    static constexpr int start_bits = 0;
    static constexpr int lucas_start_bits = 0;

    Narrow() = default;
    explicit Narrow(Vector n) : n_(n), negative_inverse_(negative_inverse(n)) {
        // 2^52 mod n. The rounded quotient cannot reach the next integer: that is at least 1/n
        // away, the rounding error at most 2^-53 2^52 / n.
        const Vector quotient =
            _mm512_cvttpd_epu64(_mm512_div_pd(_mm512_set1_pd(0x1p52), _mm512_cvtepu64_pd(n)));
        const Vector product = add_low(_mm512_setzero_si512(), quotient, n);
        one_ = _mm512_and_si512(_mm512_sub_epi64(_mm512_setzero_si512(), product),
                                broadcast(limb_mask));
    }

    [[nodiscard]] Residue from_integer(Vector k) const {
        Vector result = _mm512_setzero_si512();
        for (std::uint64_t bit =
                 std::bit_floor(static_cast<std::uint64_t>(_mm512_reduce_max_epu64(k)));
             bit != 0; bit /= 2) {
            result = doubled(result);
            result = _mm512_mask_mov_epi64(result, _mm512_test_epi64_mask(k, broadcast(bit)),
                                           less_n(_mm512_add_epi64(result, one_)));
        }
        return result;
    }

    [[nodiscard]] Residue power_of_two(Vector /*zero*/) const { return one_; }

    [[nodiscard]] Residue square(Residue a) const { return multiply(a, a); }

    /// x^2 2^k for k < 2.
    [[nodiscard]] Residue square_times_power(Residue x, Vector k) const {
        return less_n(_mm512_sllv_epi64(square(x), k));
    }

    /// -k
    [[nodiscard]] Residue negative(Vector k) const { return _mm512_sub_epi64(n_, from_integer(k)); }

    [[nodiscard]] Residue multiply_add(Residue a, Residue b, Residue c) const {
        return less_n(_mm512_add_epi64(multiply(a, b), c));
    }

    [[nodiscard]] Residue square_add(Residue a, Residue c) const { return multiply_add(a, a, c); }

    static Residue select(__mmask8 mask, Residue yes, Residue no) {
        return _mm512_mask_mov_epi64(no, mask, yes);
    }

    /// The integer in [0, n) that x stands for.
    [[nodiscard]] Vector to_integer(Residue x) const {
        const Vector m = add_low(_mm512_setzero_si512(), x, negative_inverse_);
        const Vector t = _mm512_add_epi64(x, broadcast(limb_mask));
        return less_n(add_high(carry_of(t), m, n_));
    }

  private:
    /// x mod n for x < 2n: x - n wraps around to a huge number when x < n.
    [[nodiscard]] Vector less_n(Vector x) const {
        return _mm512_min_epu64(x, _mm512_sub_epi64(x, n_));
    }
    [[nodiscard]] Vector doubled(Vector x) const { return less_n(_mm512_add_epi64(x, x)); }

    [[nodiscard]] Residue multiply(Residue a, Residue b) const {
        const Vector t = add_low(broadcast(limb_mask), a, b);
        Vector high = add_high(_mm512_setzero_si512(), a, b);
        const Vector m = add_low(negative_inverse_, t, negative_inverse_);
        high = add_high(high, m, n_);
        return less_n(_mm512_add_epi64(high, carry_of(t)));
    }
    Vector n_;
    Vector negative_inverse_;
    Vector one_;
};

/// Numbers 2^52 < n < 2^64 in two limbs, x = low + 2^52 high, where bits of low from 52 up are
/// void. Residues are not reduced below n; where a residue goes in, x < 2^71 + 2^62 is enough.
///
/// A product T = t0 + t1 2^52 + t2 2^104 is reduced from both ends: t2 2^104 is replaced by t2 c
/// with c = 2^104 mod n, and one reduction by R takes the low limb away. Of the 2 x 128 bits of a
/// full reduction this costs 7 multiplications instead of 10.
class Wide {
  public:
    struct Residue {
        Vector low;
        Vector high;
    };
    static constexpr int window = 3;
    static constexpr int start_bits = 5;
    static constexpr int lucas_start_bits = 2;

    Wide() = default;
    explicit Wide(Vector n)
        : n_(n), n_low_(_mm512_and_si512(n, broadcast(limb_mask))), n_high_(carry_of(n)),
          negative_inverse_(negative_inverse(n)) {
        // c = 2^104 - q n. Rounding n and the quotient changes 2^104 / n < 2^52 by less than 1, so
        // q = floor(rounded) - 1 lies below 2^104 / n by more than 0 and less than 3: 0 < c < 3 n.
        const Vector zero = _mm512_setzero_si512();
        const __m512d rounded = _mm512_div_pd(_mm512_set1_pd(0x1p104), _mm512_cvtepu64_pd(n));
        const Vector q = _mm512_sub_epi64(_mm512_cvttpd_epu64(rounded), broadcast(1));
        const Vector low = _mm512_sub_epi64(zero, add_low(zero, q, n_low_));
        const Vector high = add_low(add_high(zero, q, n_low_), q, n_high_);
        const Vector borrow = _mm512_srli_epi64(low, 63);
        c_low_ = _mm512_and_si512(low, broadcast(limb_mask));
        c_high_ = _mm512_and_si512(_mm512_sub_epi64(zero, _mm512_add_epi64(high, borrow)),
                                   broadcast(limb_mask));
    }

    /// k < 2^38; below n + 2^52.
    [[nodiscard]] Residue from_integer(Vector k) const {
        const Vector zero = _mm512_setzero_si512();
        const Vector t0 = add_low(broadcast(limb_mask), k, c_low_);
        const Vector t1 = add_low(add_high(zero, k, c_low_), k, c_high_);
        return carried(reduced(t0, t1, zero));
    }

    /// 2^k for k < 32.
    [[nodiscard]] Residue power_of_two(Vector k) const {
        return from_integer(_mm512_sllv_epi64(broadcast(1), k));
    }

    /// Between 0 and 2n, both limbs below 2^52.
    [[nodiscard]] Residue negative(Vector k) const {
        const Residue x = from_integer(k);
        const Vector x_low = _mm512_and_si512(x.low, broadcast(limb_mask));
        const Vector low = _mm512_sub_epi64(_mm512_add_epi64(n_low_, n_low_), x_low);
        const Vector high = _mm512_sub_epi64(_mm512_add_epi64(n_high_, n_high_), x.high);
        return {_mm512_and_si512(low, broadcast(limb_mask)),
                _mm512_add_epi64(high, _mm512_srai_epi64(low, 52))};
    }

    [[nodiscard]] Residue square_times_power(Residue x, Vector power) const {
        const Residue square = square_uncarried(x, zero());
        return carried(
            {_mm512_sllv_epi64(square.low, power), _mm512_sllv_epi64(square.high, power)});
    }

    [[nodiscard]] Residue square(Residue x) const { return carried(square_uncarried(x, zero())); }

    [[nodiscard]] Residue square_add(Residue x, Residue c) const {
        return carried(square_uncarried(x, c));
    }

    [[nodiscard]] Residue multiply_add(Residue a, Residue b, Residue c) const {
        const Vector zero = _mm512_setzero_si512();
        Vector t0 = add_low(broadcast(limb_mask), a.low, b.low);
        Vector t1 = add_high(c.low, a.low, b.low);
        Vector t2 = add_low(zero, a.high, b.high);
        t1 = add_low(t1, a.low, b.high);
        t2 = add_high(t2, a.low, b.high);
        t1 = add_low(t1, a.high, b.low);
        t2 = add_high(t2, a.high, b.low);
        return carried(folded(t0, t1, t2, c.high));
    }

    static Residue select(__mmask8 mask, Residue yes, Residue no) {
        return {_mm512_mask_mov_epi64(no.low, mask, yes.low),
                _mm512_mask_mov_epi64(no.high, mask, yes.high)};
    }

    /// The integer in [0, n) that x stands for.
    [[nodiscard]] Vector to_integer(Residue x) const {
        const Vector low = _mm512_and_si512(x.low, broadcast(limb_mask));
        const Residue y =
            reduced(_mm512_add_epi64(low, broadcast(limb_mask)), x.high, _mm512_setzero_si512());
        const Vector value = _mm512_add_epi64(y.low, _mm512_slli_epi64(y.high, 52));
        return _mm512_min_epu64(value, _mm512_sub_epi64(value, n_));
    }

  private:
    static Residue zero() { return {_mm512_setzero_si512(), _mm512_setzero_si512()}; }

    static Residue carried(Residue x) { return {x.low, _mm512_add_epi64(x.high, carry_of(x.low))}; }

    [[nodiscard]] Residue square_uncarried(Residue x, Residue c) const {
        const Vector twice_high = _mm512_add_epi64(x.high, x.high);
        const Vector t0 = add_low(broadcast(limb_mask), x.low, x.low);
        Vector t1 = add_high(c.low, x.low, x.low);
        Vector t2 = add_low(_mm512_setzero_si512(), x.high, x.high);
        t1 = add_low(t1, x.low, twice_high);
        t2 = add_high(t2, x.low, twice_high);
        return folded(t0, t1, t2, c.high);
    }

    [[nodiscard]] Residue folded(Vector t0, Vector t1, Vector t2, Vector high) const {
        t0 = add_low(t0, t2, c_low_);
        t1 = add_high(t1, t2, c_low_);
        t1 = add_low(t1, t2, c_high_);
        return reduced(t0, t1, high);
    }

    [[nodiscard]] Residue reduced(Vector t0, Vector t1, Vector high) const {
        const Vector m = add_low(negative_inverse_, t0, negative_inverse_);
        t1 = add_high(t1, m, n_low_);
        t1 = add_low(t1, m, n_high_);
        return {_mm512_add_epi64(t1, carry_of(t0)), add_high(high, m, n_high_)};
    }

    Vector n_;
    Vector n_low_;
    Vector n_high_;
    Vector negative_inverse_;
    Vector c_low_;
    Vector c_high_;
};

PRIMERANK_TARGET_END

} // namespace primerank::ifma

#endif
