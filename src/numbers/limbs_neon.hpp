#pragma once

// Included by primality_neon.cpp for 64-bit Arm, where nothing has to be switched on.

namespace primerank {

/// Four 64-bit integers in two vectors, and masks of as many lanes: what LucasLadder walks by.
struct FourNeon {
    static constexpr std::size_t lanes = 4;

    struct U64 {
        uint64x2_t low;
        uint64x2_t high;
    };
    using Mask = uint32x4_t; ///< all bits of a lane are equal

    PRIMERANK_INLINE U64 load(const std::uint64_t* from) {
        return {vld1q_u64(from), vld1q_u64(from + 2)};
    }
    PRIMERANK_INLINE U64 bits(U64 x, int shift, std::uint64_t mask) {
        const int64x2_t down = vdupq_n_s64(-shift);
        return {vandq_u64(vshlq_u64(x.low, down), vdupq_n_u64(mask)),
                vandq_u64(vshlq_u64(x.high, down), vdupq_n_u64(mask))};
    }
    PRIMERANK_INLINE Mask bit_is_set(U64 x, int bit) {
        const uint64x2_t wanted = vdupq_n_u64(std::uint64_t{1} << bit);
        return narrow(vtstq_u64(x.low, wanted), vtstq_u64(x.high, wanted));
    }
    PRIMERANK_INLINE Mask narrow(uint64x2_t low, uint64x2_t high) {
        return vuzp1q_u32(vreinterpretq_u32_u64(low), vreinterpretq_u32_u64(high));
    }
    PRIMERANK_INLINE Mask both(Mask a, Mask b) { return vandq_u32(a, b); }
    PRIMERANK_INLINE Mask either(Mask a, Mask b) { return vorrq_u32(a, b); }
    PRIMERANK_INLINE unsigned to_bits(Mask mask) {
        constexpr std::uint32_t place[lanes] = {1, 2, 4, 8};
        return vaddvq_u32(vandq_u32(mask, vld1q_u32(place)));
    }
};

/// Arithmetic modulo four numbers n < 2^61, in signed limbs of 32 bits, x = x1 2^32 + x0, and in
/// Montgomery's form with R = 2^64.
///
/// A step of the reduction takes m = t / n mod 2^32, the signed lowest limb: then t - m n0 is a
/// multiple of 2^32, and goes to the next column by a shift. Two of them take T = x y to
/// T / R - (m0 / 2^32 + m1) n / 2^32, so |x y / R - ...| < |x y| / R + (1 + 2^-32) n / 2. With
/// n / R < 1/8 and y = |x| / n a square has y' < y^2 / 8 + 1/2, which keeps y < 0.54; less a
/// constant of the field, it is y' < y^2 / 8 + 1.04 and y < 1.25. So x1 < 2^29.4, and columns are
/// sums of two products below 2^60.4, one m n1 below 2^60 and one m n0 up to 2^62: below 2^63.
class LimbsNeon {
  public:
    static constexpr std::size_t lanes = 4;
    static constexpr int window = 5;
    static constexpr std::uint64_t from = std::uint64_t{1} << 40;
    static constexpr std::uint64_t limit = std::uint64_t{1} << 61;

    using Simd = FourNeon;
    struct Residue {
        int32x4_t low;
        int32x4_t high;
    };
    /// The same as integers of 64 bits.
    struct Wide {
        int64x2_t low;
        int64x2_t high;
    };

    LimbsNeon() = default;
    explicit LimbsNeon(const std::uint64_t* numbers)
        : wide_(load_wide(numbers)), n_(in_limbs(wide_)) {
        // By Newton's iteration from five right bits; see montgomery.hpp.
        const int32x4_t two = vdupq_n_s32(2);
        inverse_ = veorq_s32(vmulq_n_s32(n_.low, 3), two);
        for (int round = 0; round < 3; ++round) {
            inverse_ = vmulq_s32(inverse_, vmlsq_s32(two, n_.low, inverse_));
        }
    }

    /// The forms of integers below 2^10.
    [[nodiscard]] Residue form(const std::uint32_t* integers) const {
        std::int64_t n[lanes];
        vst1q_s64(n, wide_.low);
        vst1q_s64(n + 2, wide_.high);
        std::uint64_t forms[lanes];
        for (std::size_t i = 0; i < lanes; ++i) {
            const auto modulus = static_cast<std::uint64_t>(n[i]);
            forms[i] = product((0 - modulus) % modulus, integers[i], modulus);
        }
        return load(forms);
    }
    static Residue zero() { return {vdupq_n_s32(0), vdupq_n_s32(0)}; }
    [[nodiscard]] static Residue negative(Residue x) {
        const Wide wide = widened(x);
        return in_limbs({vnegq_s64(wide.low), vnegq_s64(wide.high)});
    }
    /// -c, for multiply_less().
    [[nodiscard]] static Wide less(Residue c) { return widened(negative(c)); }

    [[nodiscard, gnu::always_inline]] Residue multiply_less(Residue x, Residue y,
                                                            Wide less_c) const {
        return reduced(multiply(x.low, y.low), multiply_add(x.high, y.low, multiply(x.low, y.high)),
                       multiply_add(x.high, y.high, less_c));
    }

    [[nodiscard, gnu::always_inline]] Residue square(Residue x) const {
        return reduced(multiply(x.low, x.low), multiply(x.low, vaddq_s32(x.high, x.high)),
                       multiply(x.high, x.high));
    }

    /// x 2^(k - 32), for k < 32: one limb more, and one step of the reduction.
    [[nodiscard, gnu::always_inline]] Residue shift(Residue x, Simd::U64 k) const {
        const int64x2_t k_low = vreinterpretq_s64_u64(k.low);
        const int64x2_t k_high = vreinterpretq_s64_u64(k.high);
        Wide low = {vshlq_s64(vmovl_s32(vget_low_s32(x.low)), k_low),
                    vshlq_s64(vmovl_high_s32(x.low), k_high)};
        Wide high = {vshlq_s64(vmovl_s32(vget_low_s32(x.high)), k_low),
                     vshlq_s64(vmovl_high_s32(x.high), k_high)};
        step(low, high);
        return in_limbs(high);
    }

    /// Whether x = y modulo n, for |y| <= 0.54 n: |x - y| is below 2 n.
    [[nodiscard]] Simd::Mask is(Residue x, Residue y) const {
        const Wide a = widened(x);
        const Wide b = widened(y);
        return Simd::narrow(is_zero_or(vsubq_s64(a.low, b.low), wide_.low),
                            is_zero_or(vsubq_s64(a.high, b.high), wide_.high));
    }

    [[gnu::always_inline]] static Residue select(Simd::Mask mask, Residue yes, Residue no) {
        return {vbslq_s32(mask, yes.low, no.low), vbslq_s32(mask, yes.high, no.high)};
    }

    static Residue load(const std::uint64_t* residues) { return in_limbs(load_wide(residues)); }

    /// In [0, n).
    void store(std::uint64_t* to, Residue x) const {
        const Wide wide = widened(x);
        vst1q_u64(to, not_negative(wide.low, wide_.low));
        vst1q_u64(to + 2, not_negative(wide.high, wide_.high));
    }

    /// x 2^k modulo n, at most n / 2 in size, for k <= 34.
    static std::uint64_t shifted(std::uint64_t x, std::uint64_t k, std::uint64_t n) {
        const std::uint64_t half = k / 2;
        return product(product(x, 1U << half, n), 1U << (k - half), n);
    }

  private:
    /// x k modulo n for k < 2^18 and |x| <= n, as a signed number: the quotient, rounded to the
    /// nearest integer, is exact but for a tie, which is off by less than 2^-32.
    static std::uint64_t product(std::uint64_t x, std::uint32_t k, std::uint64_t n) {
        const double quotient = static_cast<double>(static_cast<std::int64_t>(x)) * k
                                / static_cast<double>(static_cast<std::int64_t>(n));
        return x * k - static_cast<std::uint64_t>(vcvtnd_s64_f64(quotient)) * n;
    }

    static Wide load_wide(const std::uint64_t* from) {
        return {vreinterpretq_s64_u64(vld1q_u64(from)), vreinterpretq_s64_u64(vld1q_u64(from + 2))};
    }

    [[gnu::always_inline]] static int32x4_t low_limbs(Wide x) {
        return vuzp1q_s32(vreinterpretq_s32_s64(x.low), vreinterpretq_s32_s64(x.high));
    }
    [[gnu::always_inline]] static Residue in_limbs(Wide x) {
        return {low_limbs(x), vrshrn_high_n_s64(vrshrn_n_s64(x.low, 32), x.high, 32)};
    }
    [[gnu::always_inline]] static Wide widened(Residue x) {
        const int32x4_t zero = vdupq_n_s32(0);
        return {vaddw_s32(vreinterpretq_s64_s32(vzip1q_s32(zero, x.high)), vget_low_s32(x.low)),
                vaddw_high_s32(vreinterpretq_s64_s32(vzip2q_s32(zero, x.high)), x.low)};
    }

    [[gnu::always_inline]] static Wide multiply(int32x4_t a, int32x4_t b) {
        return {vmull_s32(vget_low_s32(a), vget_low_s32(b)), vmull_high_s32(a, b)};
    }
    [[gnu::always_inline]] static Wide multiply_add(int32x4_t a, int32x4_t b, Wide c) {
        return {vmlal_s32(c.low, vget_low_s32(a), vget_low_s32(b)), vmlal_high_s32(c.high, a, b)};
    }
    [[gnu::always_inline]] static void subtract_product(Wide& from, int32x4_t a, int32x4_t b) {
        from.low = vmlsl_s32(from.low, vget_low_s32(a), vget_low_s32(b));
        from.high = vmlsl_high_s32(from.high, a, b);
    }

    /// Takes m n away, so that nothing is left of the lowest limb of t, and adds what is to next.
    [[gnu::always_inline]] void step(Wide& t, Wide& next) const {
        const int32x4_t m = vmulq_s32(low_limbs(t), inverse_);
        subtract_product(t, m, n_.low);
        subtract_product(next, m, n_.high);
        next.low = vsraq_n_s64(next.low, t.low, 32);
        next.high = vsraq_n_s64(next.high, t.high, 32);
    }

    [[nodiscard, gnu::always_inline]] Residue reduced(Wide low, Wide middle, Wide high) const {
        step(low, middle);
        step(middle, high);
        return in_limbs(high);
    }

    static uint64x2_t is_zero_or(int64x2_t difference, int64x2_t n) {
        return vorrq_u64(vceqzq_s64(difference), vceqq_s64(vabsq_s64(difference), n));
    }
    static uint64x2_t not_negative(int64x2_t x, int64x2_t n) {
        const int64x2_t more = vandq_s64(vshrq_n_s64(x, 63), n);
        return vreinterpretq_u64_s64(vaddq_s64(x, more));
    }

    Wide wide_;
    Residue n_;
    int32x4_t inverse_; // of n modulo 2^32
};

} // namespace primerank
