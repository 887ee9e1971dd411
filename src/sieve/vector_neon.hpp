#pragma once

// Included for 64-bit Arm, where nothing has to be switched on; what each member does stands at
// Portable.

#define PRIMERANK_INLINE __attribute__((always_inline)) static inline

namespace primerank::sieve {

/// What TBL takes to move the lanes of a mask to the front: of four lanes of 32 or of 64 bits, for
/// each mask of four; and of eight lanes, the lanes themselves, for each mask of eight.
struct NeonPackings {
    alignas(64) std::array<std::array<std::uint8_t, 16>, 16> of_32{};
    alignas(64) std::array<std::array<std::uint8_t, 32>, 16> of_64{};
    alignas(64) std::array<std::array<std::uint8_t, 8>, 256> of_eight{};
    std::array<std::uint8_t, 256> count{};
};

inline constexpr NeonPackings neon_packings = [] {
    NeonPackings table;
    for (unsigned mask = 0; mask < 256; ++mask) {
        unsigned filled = 0;
        for (std::uint8_t lane = 0; lane < 8; ++lane) {
            if ((mask >> lane & 1) == 0) {
                continue;
            }
            table.of_eight[mask][filled] = lane;
            for (unsigned i = 0; mask < 16 && i < 8; ++i) {
                if (i < 4) {
                    table.of_32[mask][4 * filled + i] = static_cast<std::uint8_t>(4 * lane + i);
                }
                table.of_64[mask][8 * filled + i] = static_cast<std::uint8_t>(8 * lane + i);
            }
            ++filled;
        }
        table.count[mask] = static_cast<std::uint8_t>(filled);
    }
    return table;
}();

struct Neon {
    static constexpr unsigned lanes = 4;
    static constexpr unsigned medium_interleave = 3;
    static constexpr std::size_t vector_bytes = 16;

    using U32 = uint32x4_t;
    using F32 = float32x4_t;
    using Mask = uint32x4_t; ///< all bits of a lane are equal
    struct F64 {
        float64x2_t low;
        float64x2_t high;
    };
    struct F64Mask {
        uint64x2_t low;
        uint64x2_t high;
    };

    PRIMERANK_INLINE U32 set(std::uint32_t x) { return vdupq_n_u32(x); }
    PRIMERANK_INLINE U32 load(const std::uint32_t* from) { return vld1q_u32(from); }
    PRIMERANK_INLINE U32 load(const std::uint16_t* from) { return vmovl_u16(vld1_u16(from)); }
    PRIMERANK_INLINE void store(std::uint32_t* to, U32 x) { vst1q_u32(to, x); }
    PRIMERANK_INLINE U32 add(U32 a, U32 b) { return vaddq_u32(a, b); }
    PRIMERANK_INLINE U32 subtract(U32 a, U32 b) { return vsubq_u32(a, b); }
    PRIMERANK_INLINE U32 bit_and(U32 a, U32 b) { return vandq_u32(a, b); }
    PRIMERANK_INLINE U32 bit_or(U32 a, U32 b) { return vorrq_u32(a, b); }
    PRIMERANK_INLINE U32 minimum(U32 a, U32 b) { return vminq_u32(a, b); }
    PRIMERANK_INLINE U32 multiply(U32 a, U32 b) { return vmulq_u32(a, b); }
    template <unsigned bits>
    PRIMERANK_INLINE U32 shift_left(U32 a) {
        return vshlq_n_u32(a, bits);
    }
    PRIMERANK_INLINE U32 shift_left(U32 a, unsigned bits) {
        return vshlq_u32(a, vdupq_n_s32(static_cast<int>(bits)));
    }
    template <unsigned bits>
    PRIMERANK_INLINE U32 shift_right(U32 a) {
        return vshrq_n_u32(a, bits);
    }
    template <unsigned divisor>
    PRIMERANK_INLINE U32 divide(U32 a) {
        constexpr auto inverse = inverse_of(divisor);
        const U32 factor = set(inverse.factor);
        const uint64x2_t low = vmull_u32(vget_low_u32(a), vget_low_u32(factor));
        const uint64x2_t high = vmull_high_u32(a, factor);
        const U32 top = vuzp2q_u32(vreinterpretq_u32_u64(low), vreinterpretq_u32_u64(high));
        return vshrq_n_u32(top, inverse.shift - 32);
    }

    PRIMERANK_INLINE Mask less(U32 a, U32 b) { return vcltq_u32(a, b); }
    PRIMERANK_INLINE Mask less_any(U32 a, U32 b) { return vcltq_u32(a, b); }
    PRIMERANK_INLINE Mask first_lanes(std::size_t count) {
        constexpr std::uint32_t lane[lanes] = {0, 1, 2, 3};
        return vcltq_u32(vld1q_u32(lane),
                         set(count >= lanes ? lanes : static_cast<std::uint32_t>(count)));
    }
    PRIMERANK_INLINE Mask both(Mask a, Mask b) { return vandq_u32(a, b); }
    PRIMERANK_INLINE bool any(Mask a) { return vmaxvq_u32(a) != 0; }
    PRIMERANK_INLINE Mask negative(U32 a) { return vcltzq_s32(vreinterpretq_s32_u32(a)); }
    PRIMERANK_INLINE U32 add_if(Mask mask, U32 a, U32 b) {
        return vaddq_u32(a, vandq_u32(mask, b));
    }
    PRIMERANK_INLINE std::size_t compress(std::uint32_t* to, Mask mask, U32 a) {
        const std::size_t bits = to_bits(mask);
        const uint8x16_t order = vld1q_u8(neon_packings.of_32[bits].data());
        store(to, vreinterpretq_u32_u8(vqtbl1q_u8(vreinterpretq_u8_u32(a), order)));
        return neon_packings.count[bits];
    }

    PRIMERANK_INLINE U32 hit(U32 bit) {
        const uint8x16_t masks = vreinterpretq_u8_u64(vdupq_n_u64(0x7fbf'dfef'f7fb'fdfe));
        const U32 index = vorrq_u32(vandq_u32(bit, set(7U)), set(beyond_byte0));
        return vreinterpretq_u32_u8(vqtbx1q_u8(vreinterpretq_u8_u32(vshlq_n_u32(bit, 5)), masks,
                                               vreinterpretq_u8_u32(index)));
    }

    using Filter = uint16x8_t; ///< all bits of a half are equal
    PRIMERANK_INLINE U32 multiply_halves(U32 a, U32 b) {
        return vreinterpretq_u32_u16(vmulq_u16(vreinterpretq_u16_u32(a), vreinterpretq_u16_u32(b)));
    }
    PRIMERANK_INLINE Filter no_filter() { return vdupq_n_u16(0xffff); }
    PRIMERANK_INLINE Filter above(Filter before, U32 products, U32 limits) {
        return vandq_u16(before,
                         vcgtq_u16(vreinterpretq_u16_u32(products), vreinterpretq_u16_u32(limits)));
    }
    PRIMERANK_INLINE Mask passed(Filter filter) {
        return vceqq_u32(vreinterpretq_u32_u16(filter), set(~0U));
    }

    PRIMERANK_INLINE F32 set(float x) { return vdupq_n_f32(x); }
    PRIMERANK_INLINE F32 to_f32(U32 a) { return vcvtq_f32_s32(vreinterpretq_s32_u32(a)); }
    PRIMERANK_INLINE U32 nearest(F32 a) { return vreinterpretq_u32_s32(vcvtnq_s32_f32(a)); }
    PRIMERANK_INLINE F32 multiply_add(F32 a, F32 b, F32 c) { return vfmaq_f32(c, a, b); }

    PRIMERANK_INLINE F64 set(double x) { return {vdupq_n_f64(x), vdupq_n_f64(x)}; }
    PRIMERANK_INLINE F64 load(const double* from) { return {vld1q_f64(from), vld1q_f64(from + 2)}; }
    PRIMERANK_INLINE F64 to_f64(U32 a) {
        const int32x4_t with_sign = vreinterpretq_s32_u32(a);
        return {vcvtq_f64_s64(vmovl_s32(vget_low_s32(with_sign))),
                vcvtq_f64_s64(vmovl_high_s32(with_sign))};
    }
    PRIMERANK_INLINE U32 to_u32(F64 a) {
        return lower_halves(vcvtq_u64_f64(a.low), vcvtq_u64_f64(a.high));
    }
    PRIMERANK_INLINE U32 nearest(F64 a) {
        return lower_halves(vreinterpretq_u64_s64(vcvtnq_s64_f64(a.low)),
                            vreinterpretq_u64_s64(vcvtnq_s64_f64(a.high)));
    }
    PRIMERANK_INLINE F64 add(F64 a, F64 b) {
        return {vaddq_f64(a.low, b.low), vaddq_f64(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 subtract(F64 a, F64 b) {
        return {vsubq_f64(a.low, b.low), vsubq_f64(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 reciprocal(F64 a) {
        const float64x2_t one = vdupq_n_f64(1.0);
        return {vdivq_f64(one, a.low), vdivq_f64(one, a.high)};
    }
    PRIMERANK_INLINE F64 multiply_add(F64 a, F64 b, F64 c) {
        return {vfmaq_f64(c.low, a.low, b.low), vfmaq_f64(c.high, a.high, b.high)};
    }
    PRIMERANK_INLINE F64 negated_multiply_add(F64 a, F64 b, F64 c) {
        return {vfmsq_f64(c.low, a.low, b.low), vfmsq_f64(c.high, a.high, b.high)};
    }
    PRIMERANK_INLINE F64 residual(F64 a, F64 b, F64 c) {
        return {vfmaq_f64(vnegq_f64(c.low), a.low, b.low),
                vfmaq_f64(vnegq_f64(c.high), a.high, b.high)};
    }

    PRIMERANK_INLINE F64Mask negative(F64 a) { return {vcltzq_f64(a.low), vcltzq_f64(a.high)}; }
    PRIMERANK_INLINE F64Mask less(F64 a, F64 b) {
        return {vcltq_f64(a.low, b.low), vcltq_f64(a.high, b.high)};
    }
    PRIMERANK_INLINE F64Mask within(F64 a, F64 bound) {
        return {vcaleq_f64(a.low, bound.low), vcaleq_f64(a.high, bound.high)};
    }
    PRIMERANK_INLINE F64Mask both(F64Mask a, F64Mask b) {
        return {vandq_u64(a.low, b.low), vandq_u64(a.high, b.high)};
    }
    PRIMERANK_INLINE F64Mask and_not(F64Mask a, F64Mask b) {
        return {vbicq_u64(a.low, b.low), vbicq_u64(a.high, b.high)};
    }
    PRIMERANK_INLINE F64Mask widen(Mask a) {
        return {vreinterpretq_u64_u32(vzip1q_u32(a, a)), vreinterpretq_u64_u32(vzip2q_u32(a, a))};
    }
    PRIMERANK_INLINE Mask narrow(F64Mask a) { return lower_halves(a.low, a.high); }
    PRIMERANK_INLINE F64 select(F64Mask mask, F64 a, F64 b) {
        return {vbslq_f64(mask.low, a.low, b.low), vbslq_f64(mask.high, a.high, b.high)};
    }
    PRIMERANK_INLINE F64 add_if(F64Mask mask, F64 a, F64 b) {
        return add(a, select(mask, b, set(0.0)));
    }
    PRIMERANK_INLINE std::size_t compress(double* to, F64Mask mask, F64 a) {
        const std::size_t bits = to_bits(narrow(mask));
        const uint8x16x2_t bytes = {{vreinterpretq_u8_f64(a.low), vreinterpretq_u8_f64(a.high)}};
        const std::uint8_t* const order = neon_packings.of_64[bits].data();
        vst1q_f64(to, vreinterpretq_f64_u8(vqtbl2q_u8(bytes, vld1q_u8(order))));
        vst1q_f64(to + 2, vreinterpretq_f64_u8(vqtbl2q_u8(bytes, vld1q_u8(order + 16))));
        return neon_packings.count[bits];
    }

    /// TBL looks up to 64 bytes up; an index beyond them gives 0, or with TBX leaves what is there.
    template <std::size_t size>
    class ByteTable {
        static_assert(size <= 128);

      public:
        explicit ByteTable(const std::array<std::uint8_t, size>& values) {
            std::array<std::uint8_t, 128> bytes{};
            for (std::size_t i = 0; i < size; ++i) {
                bytes[i] = values[i];
            }
            low_ = vld1q_u8_x4(bytes.data());
            high_ = vld1q_u8_x4(bytes.data() + 64);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 operator[](U32 index) const {
            const uint8x16_t at = vreinterpretq_u8_u32(index);
            uint8x16_t found;
            if constexpr (size <= 16) {
                found = vqtbl1q_u8(low_.val[0], at);
            } else if constexpr (size <= 32) {
                found = vqtbl2q_u8({{low_.val[0], low_.val[1]}}, at);
            } else {
                found = vqtbl4q_u8(low_, at);
            }
            if constexpr (size > 64) {
                found = vqtbx4q_u8(found, high_, vsubq_u8(at, vdupq_n_u8(64)));
            }
            return vandq_u32(vreinterpretq_u32_u8(found), set(255U));
        }

      private:
        uint8x16x4_t low_;
        uint8x16x4_t high_;
    };

    /// 48 states fit three registers that TBL looks up. A lane holds its state in byte 0, and above
    /// it what is beyond all tables.
    class Wheel {
      public:
        static constexpr unsigned modulus = 210;
        static constexpr const WheelTables<modulus>& tables = wheel<modulus>;
        using State = uint32x4_t;

        explicit Wheel(unsigned c, Notation notation = Notation::hit)
            : marks_(vld1q_u8_x3(notation == Notation::hit ? spoke_tables[c].masks.data()
                                                           : spoke_tables[c].bits.data())),
              gaps_(vld1q_u8_x3(spoke_tables[c].gaps.data())),
              carries_(vld1q_u8_x3(spoke_tables[c].carries.data())),
              next_(vld1q_u8_x3(spoke_tables[c].next.data())) {}

        PRIMERANK_INLINE State state(U32 a) { return vorrq_u32(a, set(beyond_byte0)); }
        PRIMERANK_INLINE U32 lowest_byte(State state) {
            return vbicq_u32(state, set(beyond_byte0));
        }
        [[nodiscard]] __attribute__((always_inline)) U32 mark(State state) const {
            return look_up(marks_, state);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 hit(State state, U32 byte) const {
            return look_up(marks_, state, vshlq_n_u32(byte, 8));
        }
        [[nodiscard]] __attribute__((always_inline)) U32 gap(State state) const {
            return look_up(gaps_, state);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 gap_twice(State state) const {
            const U32 once = gap(state);
            return vsliq_n_u32(once, once, 16);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 step(State state, U32 quotient) const {
            return vmlaq_u32(look_up(carries_, state), quotient, gap(state));
        }
        PRIMERANK_INLINE U32 short_quotient(U32 quotient) { return quotient; }
        [[nodiscard]] __attribute__((always_inline)) U32 short_step(State state,
                                                                    U32 quotient) const {
            return step(state, quotient);
        }
        [[nodiscard]] __attribute__((always_inline)) State next(State state) const {
            return look_up(next_, state, state);
        }
        [[nodiscard]] __attribute__((always_inline)) State next_if(Mask mask, State state) const {
            return vbslq_u32(mask, next(state), state);
        }

      private:
        PRIMERANK_INLINE U32 look_up(const uint8x16x3_t& table, State state) {
            return vreinterpretq_u32_u8(vqtbl3q_u8(table, vreinterpretq_u8_u32(state)));
        }
        /// In byte 0; the others are those of `above`.
        PRIMERANK_INLINE U32 look_up(const uint8x16x3_t& table, State state, U32 above) {
            return vreinterpretq_u32_u8(
                vqtbx3q_u8(vreinterpretq_u8_u32(above), table, vreinterpretq_u8_u32(state)));
        }

        uint8x16x3_t marks_;
        uint8x16x3_t gaps_;
        uint8x16x3_t carries_;
        uint8x16x3_t next_;
    };

    PRIMERANK_INLINE std::size_t indices_of_bit(const std::uint8_t* bytes, std::uint32_t first,
                                                std::uint32_t last, unsigned bit,
                                                std::uint32_t* to) {
        const uint8x16_t wanted = vdupq_n_u8(static_cast<std::uint8_t>(1U << bit));
        const uint8x16_t places = vreinterpretq_u8_u64(vdupq_n_u64(0x8040'2010'0804'0201));
        std::size_t count = 0;
        for (std::uint32_t i = first; i < last; i += 64) {
            const std::uint8_t* const line = bytes + (i - first);
            uint8x16_t found[4];
#pragma GCC unroll 4
            for (std::size_t k = 0; k < 4; ++k) {
                found[k] = vandq_u8(vtstq_u8(vld1q_u8(line + 16 * k), wanted), places);
            }
            // Adding neighbours three times makes a bit of each byte.
            const uint8x16_t pairs =
                vpaddq_u8(vpaddq_u8(found[0], found[1]), vpaddq_u8(found[2], found[3]));
            std::uint64_t masks = vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(pairs, pairs)), 0);
#pragma GCC unroll 8
            for (std::uint32_t k = 0; k < 64; k += 8) { // also where none are left: no branch
                const std::size_t eight = masks & 0xff;
                masks >>= 8;
                const uint16x8_t lane = vmovl_u8(vld1_u8(neon_packings.of_eight[eight].data()));
                const U32 base = set(i + k);
                store(to + count, vaddw_u16(base, vget_low_u16(lane)));
                store(to + count + 4, vaddw_high_u16(base, lane));
                count += neon_packings.count[eight];
            }
        }
        return count;
    }

  private:
    static constexpr std::uint32_t beyond_byte0 = 0xffff'ff00;

    PRIMERANK_INLINE U32 lower_halves(uint64x2_t low, uint64x2_t high) {
        return vuzp1q_u32(vreinterpretq_u32_u64(low), vreinterpretq_u32_u64(high));
    }

    /// Bit i is set where lane i is.
    PRIMERANK_INLINE std::size_t to_bits(Mask mask) {
        constexpr std::uint32_t place[lanes] = {1, 2, 4, 8};
        return vaddvq_u32(vandq_u32(mask, vld1q_u32(place)));
    }
};

} // namespace primerank::sieve

#undef PRIMERANK_INLINE
