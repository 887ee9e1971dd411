#pragma once

// Included with PRIMERANK_AVX2_FEATURES switched on; what each member does stands at Portable.

#define PRIMERANK_INLINE __attribute__((always_inline)) static inline

namespace primerank::sieve {

/// For each mask of 8 lanes, the lanes that are in it.
alignas(64) inline constexpr std::array<std::array<std::uint8_t, 8>, 256> lanes_in_mask = [] {
    std::array<std::array<std::uint8_t, 8>, 256> table{};
    for (unsigned mask = 0; mask < 256; ++mask) {
        unsigned filled = 0;
        for (std::uint8_t lane = 0; lane < 8; ++lane) {
            if ((mask >> lane & 1) != 0) {
                table[mask][filled++] = lane;
            }
        }
    }
    return table;
}();

struct Avx2 {
    static constexpr unsigned lanes = 8;
    static constexpr unsigned medium_interleave = 3;
    static constexpr std::size_t vector_bytes = 32;

    using U32 = __m256i;
    using F32 = __m256;
    using Mask = __m256i; ///< all bits of a lane are equal
    struct F64 {
        __m256d low;
        __m256d high;
    };
    using F64Mask = F64; ///< all bits of a lane are equal

    PRIMERANK_INLINE U32 set(std::uint32_t x) { return _mm256_set1_epi32(static_cast<int>(x)); }
    PRIMERANK_INLINE U32 load(const std::uint32_t* from) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(from));
    }
    PRIMERANK_INLINE U32 load(const std::uint16_t* from) {
        return _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i_u*>(from)));
    }
    PRIMERANK_INLINE void store(std::uint32_t* to, U32 x) {
        _mm256_storeu_si256(reinterpret_cast<__m256i_u*>(to), x);
    }
    PRIMERANK_INLINE U32 add(U32 a, U32 b) { return _mm256_add_epi32(a, b); }
    PRIMERANK_INLINE U32 subtract(U32 a, U32 b) { return _mm256_sub_epi32(a, b); }
    PRIMERANK_INLINE U32 bit_and(U32 a, U32 b) { return _mm256_and_si256(a, b); }
    PRIMERANK_INLINE U32 bit_or(U32 a, U32 b) { return _mm256_or_si256(a, b); }
    PRIMERANK_INLINE U32 minimum(U32 a, U32 b) { return _mm256_min_epu32(a, b); }
    PRIMERANK_INLINE U32 multiply(U32 a, U32 b) { return _mm256_mullo_epi32(a, b); }
    template <unsigned bits>
    PRIMERANK_INLINE U32 shift_left(U32 a) {
        return _mm256_slli_epi32(a, bits);
    }
    PRIMERANK_INLINE U32 shift_left(U32 a, unsigned bits) {
        return _mm256_sll_epi32(a, _mm_cvtsi32_si128(static_cast<int>(bits)));
    }
    template <unsigned bits>
    PRIMERANK_INLINE U32 shift_right(U32 a) {
        return _mm256_srli_epi32(a, bits);
    }
    template <unsigned divisor>
    PRIMERANK_INLINE U32 divide(U32 a) {
        constexpr auto inverse = inverse_of(divisor);
        const __m256i factor = _mm256_set1_epi32(static_cast<int>(inverse.factor));
        const __m256i even = _mm256_srli_epi64(_mm256_mul_epu32(a, factor), inverse.shift);
        const __m256i odd =
            _mm256_srli_epi64(_mm256_mul_epu32(_mm256_srli_epi64(a, 32), factor), inverse.shift);
        return _mm256_or_si256(even, _mm256_slli_epi64(odd, 32));
    }

    PRIMERANK_INLINE Mask less(U32 a, U32 b) { return _mm256_cmpgt_epi32(b, a); }
    PRIMERANK_INLINE Mask less_any(U32 a, U32 b) {
        const __m256i top = _mm256_set1_epi32(static_cast<int>(0x8000'0000)); // unsigned to signed
        return _mm256_cmpgt_epi32(_mm256_xor_si256(b, top), _mm256_xor_si256(a, top));
    }
    PRIMERANK_INLINE Mask first_lanes(std::size_t count) {
        return _mm256_cmpgt_epi32(
            _mm256_set1_epi32(count >= lanes ? lanes : static_cast<int>(count)),
            _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    }
    PRIMERANK_INLINE Mask both(Mask a, Mask b) { return _mm256_and_si256(a, b); }
    PRIMERANK_INLINE bool any(Mask a) { return _mm256_testz_si256(a, a) == 0; }
    PRIMERANK_INLINE Mask negative(U32 a) { return _mm256_srai_epi32(a, 31); }
    PRIMERANK_INLINE U32 add_if(Mask mask, U32 a, U32 b) {
        return _mm256_add_epi32(a, _mm256_and_si256(mask, b));
    }
    PRIMERANK_INLINE std::size_t compress(std::uint32_t* to, Mask mask, U32 a) {
        const auto bits = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(mask)));
        store(to, _mm256_permutevar8x32_epi32(a, order(lanes_in_mask[bits].data())));
        return static_cast<unsigned>(__builtin_popcount(bits));
    }

    PRIMERANK_INLINE U32 hit(U32 bit) {
        // Shifted left by 5, the byte has come to its place; what is below it is bit mod 8, which
        // also says by what to exchange it.
        const __m256i exchange =
            _mm256_setr_epi32(0xfe ^ 0 << 5, 0xfd ^ 1 << 5, 0xfb ^ 2 << 5, 0xf7 ^ 3 << 5,
                              0xef ^ 4 << 5, 0xdf ^ 5 << 5, 0xbf ^ 6 << 5, 0x7f ^ 7 << 5);
        return _mm256_xor_si256(_mm256_slli_epi32(bit, 5),
                                _mm256_permutevar8x32_epi32(exchange, bit));
    }

    using Filter = __m256i; ///< halves of 0 have failed
    PRIMERANK_INLINE U32 multiply_halves(U32 a, U32 b) { return _mm256_mullo_epi16(a, b); }
    PRIMERANK_INLINE Filter no_filter() { return _mm256_set1_epi32(-1); }
    PRIMERANK_INLINE Filter above(Filter before, U32 products, U32 limits) {
        return _mm256_min_epu16(before, _mm256_subs_epu16(products, limits));
    }
    PRIMERANK_INLINE Mask passed(Filter filter) {
        const __m256i zero = _mm256_setzero_si256();
        return _mm256_cmpeq_epi32(_mm256_cmpeq_epi16(filter, zero), zero);
    }

    PRIMERANK_INLINE F32 set(float x) { return _mm256_set1_ps(x); }
    PRIMERANK_INLINE F32 to_f32(U32 a) { return _mm256_cvtepi32_ps(a); }
    PRIMERANK_INLINE U32 nearest(F32 a) { return _mm256_cvtps_epi32(a); }
    PRIMERANK_INLINE F32 multiply_add(F32 a, F32 b, F32 c) { return _mm256_fmadd_ps(a, b, c); }

    PRIMERANK_INLINE F64 set(double x) { return {_mm256_set1_pd(x), _mm256_set1_pd(x)}; }
    PRIMERANK_INLINE F64 load(const double* from) {
        return {_mm256_loadu_pd(from), _mm256_loadu_pd(from + 4)};
    }
    PRIMERANK_INLINE F64 to_f64(U32 a) {
        return {_mm256_cvtepi32_pd(_mm256_castsi256_si128(a)),
                _mm256_cvtepi32_pd(_mm256_extracti128_si256(a, 1))};
    }
    PRIMERANK_INLINE U32 to_u32(F64 a) {
        // Added to 2^52, an integer stands in the low mantissa bits.
        const __m256d two52 = _mm256_set1_pd(0x1p52);
        const __m256d low = _mm256_add_pd(_mm256_floor_pd(a.low), two52);
        const __m256d high = _mm256_add_pd(_mm256_floor_pd(a.high), two52);
        return in_order(_mm256_shuffle_ps(_mm256_castpd_ps(low), _mm256_castpd_ps(high), 0x88));
    }
    PRIMERANK_INLINE U32 nearest(F64 a) {
        return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm256_cvtpd_epi32(a.low)),
                                       _mm256_cvtpd_epi32(a.high), 1);
    }
    PRIMERANK_INLINE F64 add(F64 a, F64 b) {
        return {_mm256_add_pd(a.low, b.low), _mm256_add_pd(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 subtract(F64 a, F64 b) {
        return {_mm256_sub_pd(a.low, b.low), _mm256_sub_pd(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 reciprocal(F64 a) {
        const __m256d one = _mm256_set1_pd(1.0);
        return {_mm256_div_pd(one, a.low), _mm256_div_pd(one, a.high)};
    }
    PRIMERANK_INLINE F64 multiply_add(F64 a, F64 b, F64 c) {
        return {_mm256_fmadd_pd(a.low, b.low, c.low), _mm256_fmadd_pd(a.high, b.high, c.high)};
    }
    PRIMERANK_INLINE F64 negated_multiply_add(F64 a, F64 b, F64 c) {
        return {_mm256_fnmadd_pd(a.low, b.low, c.low), _mm256_fnmadd_pd(a.high, b.high, c.high)};
    }
    PRIMERANK_INLINE F64 residual(F64 a, F64 b, F64 c) {
        return {_mm256_fmsub_pd(a.low, b.low, c.low), _mm256_fmsub_pd(a.high, b.high, c.high)};
    }

    PRIMERANK_INLINE F64Mask negative(F64 a) { return less(a, set(0.0)); }
    PRIMERANK_INLINE F64Mask less(F64 a, F64 b) {
        return {_mm256_cmp_pd(a.low, b.low, _CMP_LT_OQ), _mm256_cmp_pd(a.high, b.high, _CMP_LT_OQ)};
    }
    PRIMERANK_INLINE F64Mask within(F64 a, F64 bound) {
        const __m256d sign = _mm256_set1_pd(-0.0);
        return {_mm256_cmp_pd(_mm256_andnot_pd(sign, a.low), bound.low, _CMP_LE_OQ),
                _mm256_cmp_pd(_mm256_andnot_pd(sign, a.high), bound.high, _CMP_LE_OQ)};
    }
    PRIMERANK_INLINE F64Mask both(F64Mask a, F64Mask b) {
        return {_mm256_and_pd(a.low, b.low), _mm256_and_pd(a.high, b.high)};
    }
    PRIMERANK_INLINE F64Mask and_not(F64Mask a, F64Mask b) {
        return {_mm256_andnot_pd(b.low, a.low), _mm256_andnot_pd(b.high, a.high)};
    }
    PRIMERANK_INLINE F64Mask widen(Mask a) {
        return {_mm256_castsi256_pd(_mm256_cvtepi32_epi64(_mm256_castsi256_si128(a))),
                _mm256_castsi256_pd(_mm256_cvtepi32_epi64(_mm256_extracti128_si256(a, 1)))};
    }
    PRIMERANK_INLINE Mask narrow(F64Mask a) {
        return in_order(_mm256_shuffle_ps(_mm256_castpd_ps(a.low), _mm256_castpd_ps(a.high), 0x88));
    }
    PRIMERANK_INLINE F64 select(F64Mask mask, F64 a, F64 b) {
        return {_mm256_blendv_pd(b.low, a.low, mask.low),
                _mm256_blendv_pd(b.high, a.high, mask.high)};
    }
    PRIMERANK_INLINE F64 add_if(F64Mask mask, F64 a, F64 b) {
        return {_mm256_add_pd(a.low, _mm256_and_pd(mask.low, b.low)),
                _mm256_add_pd(a.high, _mm256_and_pd(mask.high, b.high))};
    }
    PRIMERANK_INLINE std::size_t compress(double* to, F64Mask mask, F64 a) {
        const std::size_t low = compress(to, mask.low, a.low);
        return low + compress(to + low, mask.high, a.high);
    }

    /// Up to 16 bytes are what VPSHUFB looks up; an index byte with its top bit set gives 0.
    template <std::size_t size>
    class ByteTable {
        static_assert(size <= 32);

      public:
        explicit ByteTable(const std::array<std::uint8_t, size>& values) {
            std::array<std::uint8_t, 32> bytes{};
            for (std::size_t i = 0; i < size; ++i) {
                bytes[i] = values[i];
            }
            low_ = twice(bytes.data());
            high_ = twice(bytes.data() + 16);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 operator[](U32 index) const {
            const __m256i lowest = _mm256_set1_epi32(255);
            if constexpr (size <= 16) {
                return _mm256_and_si256(_mm256_shuffle_epi8(low_, index), lowest);
            } else {
                // Bytes of 16 and more leave the low table when 0x70 is added, and the others
                // the high one when 16 is subtracted.
                const __m256i low =
                    _mm256_shuffle_epi8(low_, _mm256_add_epi8(index, _mm256_set1_epi8(0x70)));
                const __m256i high =
                    _mm256_shuffle_epi8(high_, _mm256_sub_epi8(index, _mm256_set1_epi8(16)));
                return _mm256_and_si256(_mm256_or_si256(low, high), lowest);
            }
        }

      private:
        __m256i low_;
        __m256i high_;
    };

    /// The wheel of 30: VPERMD looks up 8 lanes of 32 bits by the lowest 3 bits of its index, so
    /// that a state is no more than a counter, with anything above these bits.
    class Wheel {
      public:
        static constexpr unsigned modulus = 30;
        static constexpr const WheelTables<modulus>& tables = wheel<modulus>;
        using State = __m256i;

        explicit Wheel(unsigned c, Notation notation = Notation::hit) {
            std::array<std::uint32_t, lanes> marks{};
            std::array<std::uint32_t, lanes> gaps{};
            std::array<std::uint32_t, lanes> gaps_twice{};
            std::array<std::uint32_t, lanes> steps{};
            for (std::size_t i = 0; i < lanes; ++i) {
                const Spoke& spoke = tables.spokes[c][i];
                marks[i] = notation == Notation::hit ? spoke.mask : spoke.bit;
                gaps[i] = spoke.gap;
                steps[i] = spoke.gap | std::uint32_t{spoke.carry} << 16;
                gaps_twice[i] = spoke.gap * 0x10001U;
            }
            marks_ = load(marks.data());
            gaps_ = load(gaps.data());
            gaps_twice_ = load(gaps_twice.data());
            steps_ = load(steps.data());
        }

        PRIMERANK_INLINE State state(U32 a) { return a; }
        PRIMERANK_INLINE U32 lowest_byte(State state) {
            return _mm256_and_si256(state, _mm256_set1_epi32(7));
        }
        [[nodiscard]] __attribute__((always_inline)) U32 mark(State state) const {
            return look_up(marks_, state);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 hit(State state, U32 byte) const {
            return _mm256_or_si256(_mm256_slli_epi32(byte, 8), look_up(marks_, state));
        }
        [[nodiscard]] __attribute__((always_inline)) U32 gap(State state) const {
            return look_up(gaps_, state);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 gap_twice(State state) const {
            return look_up(gaps_twice_, state);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 step(State state, U32 quotient) const {
            const __m256i carry = _mm256_srli_epi32(look_up(steps_, state), 16);
            return _mm256_add_epi32(_mm256_mullo_epi32(quotient, gap(state)), carry);
        }
        /// With quotient and 1 in the halves of a lane, VPMADDWD gives quotient gap + carry.
        PRIMERANK_INLINE U32 short_quotient(U32 quotient) {
            return _mm256_or_si256(quotient, _mm256_set1_epi32(1 << 16));
        }
        [[nodiscard]] __attribute__((always_inline)) U32 short_step(State state,
                                                                    U32 quotient) const {
            return _mm256_madd_epi16(look_up(steps_, state), quotient);
        }
        PRIMERANK_INLINE State next(State state) {
            return _mm256_add_epi32(state, _mm256_set1_epi32(1));
        }
        PRIMERANK_INLINE State next_if(Mask mask, State state) {
            return _mm256_sub_epi32(state, mask); // a set lane is -1
        }

      private:
        PRIMERANK_INLINE U32 look_up(U32 table, State state) {
            return _mm256_permutevar8x32_epi32(table, state);
        }

        __m256i marks_;
        __m256i gaps_;
        __m256i gaps_twice_;
        __m256i steps_;
    };

    PRIMERANK_INLINE std::size_t indices_of_bit(const std::uint8_t* bytes, std::uint32_t first,
                                                std::uint32_t last, unsigned bit,
                                                std::uint32_t* to) {
        const __m256i wanted = _mm256_set1_epi8(static_cast<char>(1U << bit));
        std::size_t count = 0;
        for (std::uint32_t i = first; i < last; i += 32) {
            const __m256i line =
                _mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(bytes + (i - first)));
            const auto found = static_cast<std::uint32_t>(
                _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(line, wanted), wanted)));
#pragma GCC unroll 4
            for (std::uint32_t k = 0; k < 32; k += 8) { // also where none are left: no branch
                const unsigned eight = found >> k & 0xff;
                store(to + count, add(set(i + k), order(lanes_in_mask[eight].data())));
                count += static_cast<unsigned>(__builtin_popcount(eight));
            }
        }
        return count;
    }

  private:
    PRIMERANK_INLINE __m256i order(const std::uint8_t* indices) {
        return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i_u*>(indices)));
    }

    /// Undoes how a shuffle interleaves the halves of two vectors.
    PRIMERANK_INLINE __m256i in_order(__m256 a) {
        return _mm256_permute4x64_epi64(_mm256_castps_si256(a), 0xd8);
    }

    PRIMERANK_INLINE __m256i twice(const std::uint8_t* sixteen) {
        return _mm256_broadcastsi128_si256(
            _mm_loadu_si128(reinterpret_cast<const __m128i_u*>(sixteen)));
    }

    PRIMERANK_INLINE std::size_t compress(double* to, __m256d mask, __m256d a) {
        const auto bits = static_cast<unsigned>(_mm256_movemask_pd(mask));
        // A lane of 64 bits is two of 32: spread the mask to pairs of bits.
        const auto pairs = static_cast<unsigned>(_pdep_u32(bits, 0x55)) * 3;
        const __m256 packed =
            _mm256_permutevar8x32_ps(_mm256_castpd_ps(a), order(lanes_in_mask[pairs].data()));
        _mm256_storeu_pd(to, _mm256_castps_pd(packed));
        return static_cast<unsigned>(__builtin_popcount(bits));
    }
};

} // namespace primerank::sieve

#undef PRIMERANK_INLINE
