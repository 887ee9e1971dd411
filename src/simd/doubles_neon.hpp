#pragma once

// Included for 64-bit Arm, where nothing has to be switched on; what the members do stands at
// DoublesAvx2.

namespace primerank::simd {

struct DoublesNeon {
    static constexpr std::size_t lanes = 2;
    static constexpr std::size_t groups = 8;

    using F64 = float64x2_t;
    using U64 = uint64x2_t;

    PRIMERANK_INLINE F64 set(double x) { return vdupq_n_f64(x); }
    PRIMERANK_INLINE F64 multiply(F64 a, F64 b) { return vmulq_f64(a, b); }
    PRIMERANK_INLINE F64 add(F64 a, F64 b) { return vaddq_f64(a, b); }
    PRIMERANK_INLINE F64 subtract(F64 a, F64 b) { return vsubq_f64(a, b); }
    PRIMERANK_INLINE F64 divide(F64 a, F64 b) { return vdivq_f64(a, b); }
    PRIMERANK_INLINE F64 multiply_add(F64 a, F64 b, F64 c) { return vfmaq_f64(c, a, b); }
    PRIMERANK_INLINE F64 multiply_subtract(F64 a, F64 b, F64 c) {
        return vfmaq_f64(vnegq_f64(c), a, b);
    }
    PRIMERANK_INLINE F64 subtract_product(F64 c, F64 a, F64 b) { return vfmsq_f64(c, a, b); }

    PRIMERANK_INLINE U64 load(const std::uint64_t* from) { return vld1q_u64(from); }
    PRIMERANK_INLINE F64 load(const double* from) { return vld1q_f64(from); }
    PRIMERANK_INLINE F64 to_double(U64 x) { return vcvtq_f64_u64(x); }
    PRIMERANK_INLINE F64 times_power_of_two(F64 x, U64 k) {
        return vreinterpretq_f64_u64(vaddq_u64(vreinterpretq_u64_f64(x), vshlq_n_u64(k, 52)));
    }
    PRIMERANK_INLINE U64 bits(U64 x, int shift, std::uint64_t mask) {
        return vandq_u64(vshlq_u64(x, vdupq_n_s64(-shift)), vdupq_n_u64(mask));
    }
    /// All bits of a lane are equal.
    using Mask = uint64x2_t;
    PRIMERANK_INLINE Mask bit_is_set(U64 x, int bit) {
        return vtstq_u64(x, vdupq_n_u64(std::uint64_t{1} << bit));
    }
    PRIMERANK_INLINE Mask equal(F64 a, F64 b) { return vceqq_f64(a, b); }
    PRIMERANK_INLINE Mask both(Mask a, Mask b) { return vandq_u64(a, b); }
    PRIMERANK_INLINE Mask either(Mask a, Mask b) { return vorrq_u64(a, b); }
    PRIMERANK_INLINE F64 select(Mask mask, F64 yes, F64 no) { return vbslq_f64(mask, yes, no); }
    PRIMERANK_INLINE unsigned to_bits(Mask mask) {
        return static_cast<unsigned>((vgetq_lane_u64(mask, 0) & 1) | (vgetq_lane_u64(mask, 1) & 2));
    }

    PRIMERANK_INLINE unsigned magnitude_is(F64 x, F64 a, F64 b) {
        const F64 magnitude = vabsq_f64(x);
        return to_bits(either(equal(magnitude, a), equal(magnitude, b)));
    }
};

} // namespace primerank::simd
