#pragma once

#include "numbers/instruction_set.hpp"

#if PRIMERANK_X86

#include <bit>
#include <cstdint>
#include <immintrin.h>

// Arithmetic modulo eight odd numbers at a time, on the 52-bit multiply-add instructions (AVX-512
// IFMA), which add the low or the high 52 bits of a product of two 52-bit numbers to a 64-bit lane,
// and ignore the upper 12 bits of both factors. Residues are in Montgomery's form with R = 2^52: x
// stands for x R mod n.
//
// NarrowField and WideField have the same members, so that a test is written once for both:
//     window, start_bits    how strong_base_2() reads its exponent: after the first start_bits
//     bits,
//                           window bits at a time
//     lucas_start_bits      so many bits the Lucas sequence takes in plain integers
//     from_integer(k)       k < 2^38
//     negative(k)           -k for 0 < k < n, k <= largest_parameter
//     power_of_two(k)       2^k for k < 2^start_bits
//     square(x)
//     square_times_power(x, k)   x^2 2^k for k < 2^window
//     square_add(x, c), multiply_add(x, y, c)   with c from negative()
//     to_integer(x)         the integer in [0, n) that x stands for
//     select(mask, x, y)    lanes of x where mask is set, else of y

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

// Montgomery's reduction by R takes T = t0 + t1 R + ... and m = -T / n mod R to (T + m n) / R. The
// lowest limb of T + m n, t0 + low(m n), is a multiple of R, and as low(m n) < R the carry that it
// leaves is ceil(t0 / R): the limb itself is never calculated. All sums t0 start at R - 1 instead
// of 0, so that the carry is a plain shift:
//     t = t0 + R - 1,   m = (t + 1)(-1/n) = t (-1/n) + (-1/n) mod R,   carry = floor(t / R).

/// Odd n, 3 <= n < 2^52, in one limb. Residues are in [0, n).
class NarrowField {
  public:
    using Residue = Vector;
    static constexpr int window = 1;
    static constexpr int start_bits = 0;
    static constexpr int lucas_start_bits = 0;

    NarrowField() = default;
    explicit NarrowField(Vector n) : n_(n), negative_inverse_(negative_inverse(n)) {
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

    [[nodiscard]] Residue square_times_power(Residue x, Vector k) const {
        return less_n(_mm512_sllv_epi64(square(x), k));
    }

    [[nodiscard]] Residue negative(Vector k) const { return _mm512_sub_epi64(n_, from_integer(k)); }

    [[nodiscard]] Residue multiply_add(Residue a, Residue b, Residue c) const {
        return less_n(_mm512_add_epi64(multiply(a, b), c));
    }

    [[nodiscard]] Residue square_add(Residue a, Residue c) const { return multiply_add(a, a, c); }

    static Residue select(__mmask8 mask, Residue yes, Residue no) {
        return _mm512_mask_mov_epi64(no, mask, yes);
    }

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

/// Odd n, 2^52 < n < 2^64 - 2^20, in two limbs: x = low + R high, where bits of low from 52 up are
/// void.
///
/// A product T = t0 + t1 R + t2 R^2 is reduced from both ends: c = R^2 mod n replaces t2 R^2 by
/// t2 c, and one reduction by R takes t0 away. That is 7 multiplications, where two reductions by R
/// are 10.
///
/// Bounds. Residues are not reduced below n. Every operation takes x < 2^71 + 2^62, so that high
/// limbs are below 2^19 + 2^10, and gives r < n + 5 R; 2n more where c from negative() is added, or
/// times 2^k, k < 8, in square_times_power(): again less than 2^71 + 2^62. In detail:
///   - t2 < (2^19 + 2^10)^2 + 2^21 < 2^38 + 2^31, t1 < 4 R (three halves of products and a limb);
///   - the constant called c is < 3n, its high limb < 3 2^12, and t2 times that limb is
///     < 3 2^50 + 3 2^43 < R, so its low half is all of it;
///   - r = (t0 + t1 R + t2 c + m n) / R < (R + 4 R^2 + (2^38 + 2^31) 3 2^64) / R + n < 5 R + n.
class WideField {
  public:
    struct Residue {
        Vector low;
        Vector high;
    };
    static constexpr int window = 3;
    static constexpr int start_bits = 5;
    static constexpr int lucas_start_bits = 2;

    WideField() = default;
    explicit WideField(Vector n)
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

    /// (k c + m n) / R < n + R, since k c < 2^38 3 2^64 < R^2.
    [[nodiscard]] Residue from_integer(Vector k) const {
        const Vector zero = _mm512_setzero_si512();
        const Vector t0 = add_low(broadcast(limb_mask), k, c_low_);
        const Vector t1 = add_low(add_high(zero, k, c_low_), k, c_high_);
        return carried(reduced(t0, t1, zero));
    }

    [[nodiscard]] Residue power_of_two(Vector k) const {
        return from_integer(_mm512_sllv_epi64(broadcast(1), k));
    }

    /// 2n - x for the form x of k, which is below n + 2^23 as k <= 512; both limbs below R.
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

    /// One more reduction by R gives y <= x / R + n - n / R < n + 2^20 < 2^64, and less_n(y).
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
