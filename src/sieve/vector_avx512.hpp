#pragma once

// Included with PRIMERANK_AVX512_FEATURES switched on; what each member does stands at Portable.

#define PRIMERANK_INLINE __attribute__((always_inline)) static inline

namespace primerank::sieve {

struct Avx512 {
    static constexpr unsigned lanes = 16;
    static constexpr unsigned medium_interleave = 3;
    static constexpr std::size_t vector_bytes = 64;

    using U32 = __m512i;
    using F32 = __m512;
    using Mask = __mmask16;
    struct F64 {
        __m512d low;
        __m512d high;
    };
    struct F64Mask {
        __mmask8 low;
        __mmask8 high;
    };

    /// The lowest byte of each lane.
    static constexpr __mmask64 byte0 = 0x1111'1111'1111'1111;
    static constexpr __mmask64 byte2 = 0x4444'4444'4444'4444;
    static constexpr __mmask64 bytes02 = byte0 | byte2;

    PRIMERANK_INLINE U32 set(std::uint32_t x) { return _mm512_set1_epi32(static_cast<int>(x)); }
    PRIMERANK_INLINE U32 load(const std::uint32_t* from) { return _mm512_loadu_si512(from); }
    PRIMERANK_INLINE U32 load(const std::uint16_t* from) {
        return _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i_u*>(from)));
    }
    PRIMERANK_INLINE void store(std::uint32_t* to, U32 x) { _mm512_storeu_si512(to, x); }
    PRIMERANK_INLINE U32 add(U32 a, U32 b) { return _mm512_add_epi32(a, b); }
    PRIMERANK_INLINE U32 subtract(U32 a, U32 b) { return _mm512_sub_epi32(a, b); }
    PRIMERANK_INLINE U32 bit_and(U32 a, U32 b) { return _mm512_and_si512(a, b); }
    PRIMERANK_INLINE U32 bit_or(U32 a, U32 b) { return _mm512_or_si512(a, b); }
    PRIMERANK_INLINE U32 minimum(U32 a, U32 b) { return _mm512_min_epu32(a, b); }
    PRIMERANK_INLINE U32 multiply(U32 a, U32 b) { return _mm512_mullo_epi32(a, b); }
    template <unsigned bits>
    PRIMERANK_INLINE U32 shift_left(U32 a) {
        return _mm512_slli_epi32(a, bits);
    }
    PRIMERANK_INLINE U32 shift_left(U32 a, unsigned bits) {
        return _mm512_sll_epi32(a, _mm_cvtsi32_si128(static_cast<int>(bits)));
    }
    template <unsigned bits>
    PRIMERANK_INLINE U32 shift_right(U32 a) {
        return _mm512_srli_epi32(a, bits);
    }
    template <unsigned divisor>
    PRIMERANK_INLINE U32 divide(U32 a) {
        constexpr auto inverse = inverse_of(divisor);
        const __m512i factor = _mm512_set1_epi32(static_cast<int>(inverse.factor));
        const __m512i even = _mm512_srli_epi64(_mm512_mul_epu32(a, factor), inverse.shift);
        const __m512i odd =
            _mm512_srli_epi64(_mm512_mul_epu32(_mm512_srli_epi64(a, 32), factor), inverse.shift);
        return _mm512_or_si512(even, _mm512_slli_epi64(odd, 32));
    }

    PRIMERANK_INLINE Mask less(U32 a, U32 b) { return _mm512_cmplt_epu32_mask(a, b); }
    PRIMERANK_INLINE Mask less_any(U32 a, U32 b) { return less(a, b); }
    PRIMERANK_INLINE Mask first_lanes(std::size_t count) {
        return static_cast<Mask>(count >= lanes ? 0xffffU : (1U << count) - 1);
    }
    PRIMERANK_INLINE Mask both(Mask a, Mask b) { return a & b; }
    PRIMERANK_INLINE bool any(Mask a) { return a != 0; }
    PRIMERANK_INLINE Mask negative(U32 a) { return _mm512_movepi32_mask(a); }
    PRIMERANK_INLINE U32 add_if(Mask mask, U32 a, U32 b) {
        return _mm512_mask_add_epi32(a, mask, a, b);
    }
    PRIMERANK_INLINE std::size_t compress(std::uint32_t* to, Mask mask, U32 a) {
        _mm512_storeu_si512(to, _mm512_maskz_compress_epi32(mask, a));
        return static_cast<unsigned>(__builtin_popcount(_cvtmask16_u32(mask)));
    }

    PRIMERANK_INLINE U32 hit(U32 bit) {
        const __m512i masks = _mm512_set1_epi64(0x7fbf'dfef'f7fb'fdfe);
        return _mm512_mask_permutexvar_epi8(_mm512_slli_epi32(bit, 5), byte0, bit, masks);
    }

    using Filter = __mmask32;
    PRIMERANK_INLINE U32 multiply_halves(U32 a, U32 b) { return _mm512_mullo_epi16(a, b); }
    PRIMERANK_INLINE Filter no_filter() { return ~Filter{0}; }
    PRIMERANK_INLINE Filter above(Filter before, U32 products, U32 limits) {
        return _mm512_mask_cmpgt_epu16_mask(before, products, limits);
    }
    PRIMERANK_INLINE Mask passed(Filter filter) {
        return static_cast<Mask>(_pext_u32(filter & filter >> 1, 0x5555'5555));
    }

    PRIMERANK_INLINE F32 set(float x) { return _mm512_set1_ps(x); }
    PRIMERANK_INLINE F32 to_f32(U32 a) { return _mm512_cvtepi32_ps(a); }
    PRIMERANK_INLINE U32 nearest(F32 a) { return _mm512_cvtps_epi32(a); }
    PRIMERANK_INLINE F32 multiply_add(F32 a, F32 b, F32 c) { return _mm512_fmadd_ps(a, b, c); }

    PRIMERANK_INLINE F64 set(double x) { return {_mm512_set1_pd(x), _mm512_set1_pd(x)}; }
    PRIMERANK_INLINE F64 load(const double* from) {
        return {_mm512_loadu_pd(from), _mm512_loadu_pd(from + 8)};
    }
    PRIMERANK_INLINE F64 to_f64(U32 a) {
        return {_mm512_cvtepi32_pd(_mm512_castsi512_si256(a)),
                _mm512_cvtepi32_pd(_mm512_extracti64x4_epi64(a, 1))};
    }
    PRIMERANK_INLINE U32 to_u32(F64 a) {
        return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvttpd_epu32(a.low)),
                                  _mm512_cvttpd_epu32(a.high), 1);
    }
    PRIMERANK_INLINE U32 nearest(F64 a) {
        return _mm512_inserti64x4(_mm512_castsi256_si512(_mm512_cvtpd_epi32(a.low)),
                                  _mm512_cvtpd_epi32(a.high), 1);
    }
    PRIMERANK_INLINE F64 add(F64 a, F64 b) {
        return {_mm512_add_pd(a.low, b.low), _mm512_add_pd(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 subtract(F64 a, F64 b) {
        return {_mm512_sub_pd(a.low, b.low), _mm512_sub_pd(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 divide(F64 a, F64 b) {
        return {_mm512_div_pd(a.low, b.low), _mm512_div_pd(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 reciprocal(F64 a) { return {reciprocal(a.low), reciprocal(a.high)}; }
    PRIMERANK_INLINE F64 multiply_add(F64 a, F64 b, F64 c) {
        return {_mm512_fmadd_pd(a.low, b.low, c.low), _mm512_fmadd_pd(a.high, b.high, c.high)};
    }
    PRIMERANK_INLINE F64 negated_multiply_add(F64 a, F64 b, F64 c) {
        return {_mm512_fnmadd_pd(a.low, b.low, c.low), _mm512_fnmadd_pd(a.high, b.high, c.high)};
    }
    PRIMERANK_INLINE F64 residual(F64 a, F64 b, F64 c) {
        return {_mm512_fmsub_pd(a.low, b.low, c.low), _mm512_fmsub_pd(a.high, b.high, c.high)};
    }

    PRIMERANK_INLINE F64Mask negative(F64 a) {
        return {_mm512_movepi64_mask(_mm512_castpd_si512(a.low)),
                _mm512_movepi64_mask(_mm512_castpd_si512(a.high))};
    }
    PRIMERANK_INLINE F64Mask less(F64 a, F64 b) {
        return {_mm512_cmp_pd_mask(a.low, b.low, _CMP_LT_OQ),
                _mm512_cmp_pd_mask(a.high, b.high, _CMP_LT_OQ)};
    }
    PRIMERANK_INLINE F64Mask within(F64 a, F64 bound) {
        return {_mm512_cmp_pd_mask(_mm512_abs_pd(a.low), bound.low, _CMP_LE_OQ),
                _mm512_cmp_pd_mask(_mm512_abs_pd(a.high), bound.high, _CMP_LE_OQ)};
    }
    PRIMERANK_INLINE F64Mask both(F64Mask a, F64Mask b) {
        return {static_cast<__mmask8>(a.low & b.low), static_cast<__mmask8>(a.high & b.high)};
    }
    PRIMERANK_INLINE F64Mask and_not(F64Mask a, F64Mask b) {
        return {static_cast<__mmask8>(a.low & ~b.low), static_cast<__mmask8>(a.high & ~b.high)};
    }
    PRIMERANK_INLINE F64Mask widen(Mask a) {
        return {static_cast<__mmask8>(a), static_cast<__mmask8>(a >> 8)};
    }
    PRIMERANK_INLINE Mask narrow(F64Mask a) { return static_cast<Mask>(a.low | a.high << 8); }
    PRIMERANK_INLINE F64 select(F64Mask mask, F64 a, F64 b) {
        return {_mm512_mask_mov_pd(b.low, mask.low, a.low),
                _mm512_mask_mov_pd(b.high, mask.high, a.high)};
    }
    PRIMERANK_INLINE F64 add_if(F64Mask mask, F64 a, F64 b) {
        return {_mm512_mask_add_pd(a.low, mask.low, a.low, b.low),
                _mm512_mask_add_pd(a.high, mask.high, a.high, b.high)};
    }
    PRIMERANK_INLINE std::size_t compress(double* to, F64Mask mask, F64 a) {
        _mm512_storeu_pd(to, _mm512_maskz_compress_pd(mask.low, a.low));
        const auto low = static_cast<unsigned>(__builtin_popcount(mask.low));
        _mm512_storeu_pd(to + low, _mm512_maskz_compress_pd(mask.high, a.high));
        return low + static_cast<unsigned>(__builtin_popcount(mask.high));
    }

    template <std::size_t size>
    class ByteTable {
        static_assert(size <= 128);

      public:
        explicit ByteTable(const std::array<std::uint8_t, size>& values) {
            std::array<std::uint8_t, 128> bytes{};
            for (std::size_t i = 0; i < size; ++i) {
                bytes[i] = values[i];
            }
            low_ = _mm512_loadu_si512(bytes.data());
            high_ = _mm512_loadu_si512(bytes.data() + 64);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 operator[](U32 index) const {
            if constexpr (size <= 64) {
                return _mm512_maskz_permutexvar_epi8(byte0, index, low_);
            } else {
                return _mm512_maskz_permutex2var_epi8(byte0, low_, index, high_);
            }
        }

      private:
        __m512i low_;
        __m512i high_;
    };

    /// 48 states fit the 64 bytes that VPERMB looks up. Each lane holds its state twice, in bytes 0
    /// and 2, so that gap and carry come out as a pair of 16-bit numbers.
    class Wheel {
      public:
        static constexpr unsigned modulus = 210;
        static constexpr const WheelTables<modulus>& tables = wheel<modulus>;
        using State = __m512i;

        explicit Wheel(unsigned c, Notation notation = Notation::hit)
            : marks_(_mm512_load_si512(notation == Notation::hit ? spoke_tables[c].masks.data()
                                                                 : spoke_tables[c].bits.data())),
              gaps_(_mm512_load_si512(spoke_tables[c].gaps.data())),
              carries_(_mm512_load_si512(spoke_tables[c].carries.data())),
              next_(_mm512_load_si512(spoke_tables[c].next.data())) {}

        PRIMERANK_INLINE State state(U32 a) {
            return _mm512_shuffle_epi8(
                a, _mm512_set4_epi32(0x0c0c0c0c, 0x08080808, 0x04040404, 0x00000000));
        }
        PRIMERANK_INLINE U32 lowest_byte(State state) {
            return _mm512_and_si512(state, _mm512_set1_epi32(255));
        }
        [[nodiscard]] __attribute__((always_inline)) U32 mark(State state) const {
            return _mm512_maskz_permutexvar_epi8(byte0, state, marks_);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 hit(State state, U32 byte) const {
            return _mm512_mask_permutexvar_epi8(_mm512_slli_epi32(byte, 8), byte0, state, marks_);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 gap(State state) const {
            return _mm512_maskz_permutexvar_epi8(byte0, state, gaps_);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 gap_twice(State state) const {
            return _mm512_maskz_permutexvar_epi8(bytes02, state, gaps_);
        }
        [[nodiscard]] __attribute__((always_inline)) U32 step(State state, U32 quotient) const {
            const U32 carry = _mm512_maskz_permutexvar_epi8(byte0, state, carries_);
            return _mm512_add_epi32(_mm512_mullo_epi32(quotient, gap(state)), carry);
        }
        /// With quotient and 1 in the halves of a lane, VPMADDWD gives quotient gap + carry.
        PRIMERANK_INLINE U32 short_quotient(U32 quotient) {
            return _mm512_or_si512(quotient, _mm512_set1_epi32(1 << 16));
        }
        [[nodiscard]] __attribute__((always_inline)) U32 short_step(State state,
                                                                    U32 quotient) const {
            const U32 pair = _mm512_mask_permutexvar_epi8(gap(state), byte2, state, carries_);
            return _mm512_madd_epi16(pair, quotient);
        }
        [[nodiscard]] __attribute__((always_inline)) State next(State state) const {
            return _mm512_permutexvar_epi8(state, next_);
        }
        [[nodiscard]] __attribute__((always_inline)) State next_if(Mask mask, State state) const {
            return _mm512_mask_mov_epi32(state, mask, next(state));
        }

      private:
        __m512i marks_;
        __m512i gaps_;
        __m512i carries_;
        __m512i next_;
    };

    PRIMERANK_INLINE std::size_t indices_of_bit(const std::uint8_t* bytes, std::uint32_t first,
                                                std::uint32_t last, unsigned bit,
                                                std::uint32_t* to) {
        alignas(64) static constexpr std::array<std::uint8_t, 64> iota = [] {
            std::array<std::uint8_t, 64> values{};
            for (std::uint8_t i = 0; i < 64; ++i) {
                values[i] = i;
            }
            return values;
        }();
        const __m512i indices = _mm512_load_si512(iota.data());
        const __m512i wanted = _mm512_set1_epi8(static_cast<char>(1U << bit));
        std::size_t count = 0;
        for (std::uint32_t i = first; i < last; i += 64) {
            const __mmask64 found =
                _mm512_test_epi8_mask(_mm512_loadu_si512(bytes + (i - first)), wanted);
            const auto hits = static_cast<unsigned>(__builtin_popcountll(found));
            const __m512i packed = _mm512_maskz_compress_epi8(found, indices);
            const __m512i base = _mm512_set1_epi32(static_cast<int>(i));
            write(to + count, base, _mm512_castsi512_si128(packed));
            if (__builtin_expect(hits > 16, 0)) {
                write(to + count + 16, base, _mm512_extracti32x4_epi32(packed, 1));
                if (hits > 32) {
                    write(to + count + 32, base, _mm512_extracti32x4_epi32(packed, 2));
                    write(to + count + 48, base, _mm512_extracti32x4_epi32(packed, 3));
                }
            }
            count += hits;
        }
        return count;
    }

  private:
    PRIMERANK_INLINE void write(std::uint32_t* to, __m512i base, __m128i indices) {
        _mm512_storeu_si512(to, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(indices)));
    }

    /// Two Newton steps from 14 bits: within 2 units in the last place.
    PRIMERANK_INLINE __m512d reciprocal(__m512d a) {
        const __m512d one = _mm512_set1_pd(1.0);
        __m512d x = _mm512_rcp14_pd(a);
        x = _mm512_fmadd_pd(_mm512_fnmadd_pd(a, x, one), x, x);
        return _mm512_fmadd_pd(_mm512_fnmadd_pd(a, x, one), x, x);
    }
};

} // namespace primerank::sieve

#undef PRIMERANK_INLINE
