#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Two vectors of V side by side, for long chains of operations: a processor that looks some
/// hundred instructions ahead does not reach the second chain when all of it comes after the first.
/// What the members do stands at Portable.
template <class V>
struct Twice {
    static constexpr unsigned lanes = 2 * V::lanes;

    struct U32 {
        typename V::U32 low;
        typename V::U32 high;
    };
    struct F64 {
        typename V::F64 low;
        typename V::F64 high;
    };
    struct Mask {
        typename V::Mask low;
        typename V::Mask high;
    };
    struct F64Mask {
        typename V::F64Mask low;
        typename V::F64Mask high;
    };

#define PRIMERANK_INLINE __attribute__((always_inline)) static
    PRIMERANK_INLINE U32 set(std::uint32_t x) {
        return {V::set(x), V::set(x)};
    }
    PRIMERANK_INLINE U32 load(const std::uint32_t* from) {
        return {V::load(from), V::load(from + V::lanes)};
    }
    PRIMERANK_INLINE void store(std::uint32_t* to, U32 a) {
        V::store(to, a.low);
        V::store(to + V::lanes, a.high);
    }
    PRIMERANK_INLINE U32 add(U32 a, U32 b) {
        return {V::add(a.low, b.low), V::add(a.high, b.high)};
    }
    PRIMERANK_INLINE U32 subtract(U32 a, U32 b) {
        return {V::subtract(a.low, b.low), V::subtract(a.high, b.high)};
    }
    PRIMERANK_INLINE U32 multiply(U32 a, U32 b) {
        return {V::multiply(a.low, b.low), V::multiply(a.high, b.high)};
    }
    PRIMERANK_INLINE U32 bit_or(U32 a, U32 b) {
        return {V::bit_or(a.low, b.low), V::bit_or(a.high, b.high)};
    }
    template <unsigned bits>
    PRIMERANK_INLINE U32 shift_left(U32 a) {
        return {V::template shift_left<bits>(a.low), V::template shift_left<bits>(a.high)};
    }
    template <unsigned bits>
    PRIMERANK_INLINE U32 shift_right(U32 a) {
        return {V::template shift_right<bits>(a.low), V::template shift_right<bits>(a.high)};
    }
    template <unsigned divisor>
    PRIMERANK_INLINE U32 divide(U32 a) {
        return {V::template divide<divisor>(a.low), V::template divide<divisor>(a.high)};
    }
    PRIMERANK_INLINE Mask negative(U32 a) {
        return {V::negative(a.low), V::negative(a.high)};
    }
    PRIMERANK_INLINE U32 add_if(Mask mask, U32 a, U32 b) {
        return {V::add_if(mask.low, a.low, b.low), V::add_if(mask.high, a.high, b.high)};
    }

    PRIMERANK_INLINE F64 set(double x) {
        return {V::set(x), V::set(x)};
    }
    PRIMERANK_INLINE F64 to_f64(U32 a) {
        return {V::to_f64(a.low), V::to_f64(a.high)};
    }
    PRIMERANK_INLINE U32 to_u32(F64 a) {
        return {V::to_u32(a.low), V::to_u32(a.high)};
    }
    PRIMERANK_INLINE U32 nearest(F64 a) {
        return {V::nearest(a.low), V::nearest(a.high)};
    }
    PRIMERANK_INLINE F64 add(F64 a, F64 b) {
        return {V::add(a.low, b.low), V::add(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 subtract(F64 a, F64 b) {
        return {V::subtract(a.low, b.low), V::subtract(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 reciprocal(F64 a) {
        return {V::reciprocal(a.low), V::reciprocal(a.high)};
    }
    PRIMERANK_INLINE F64 multiply_add(F64 a, F64 b, F64 c) {
        return {V::multiply_add(a.low, b.low, c.low), V::multiply_add(a.high, b.high, c.high)};
    }
    PRIMERANK_INLINE F64 negated_multiply_add(F64 a, F64 b, F64 c) {
        return {V::negated_multiply_add(a.low, b.low, c.low),
                V::negated_multiply_add(a.high, b.high, c.high)};
    }
    PRIMERANK_INLINE F64 residual(F64 a, F64 b, F64 c) {
        return {V::residual(a.low, b.low, c.low), V::residual(a.high, b.high, c.high)};
    }
    PRIMERANK_INLINE F64Mask negative(F64 a) {
        return {V::negative(a.low), V::negative(a.high)};
    }
    PRIMERANK_INLINE F64Mask less(F64 a, F64 b) {
        return {V::less(a.low, b.low), V::less(a.high, b.high)};
    }
    PRIMERANK_INLINE F64 select(F64Mask mask, F64 a, F64 b) {
        return {V::select(mask.low, a.low, b.low), V::select(mask.high, a.high, b.high)};
    }
    PRIMERANK_INLINE F64 add_if(F64Mask mask, F64 a, F64 b) {
        return {V::add_if(mask.low, a.low, b.low), V::add_if(mask.high, a.high, b.high)};
    }
#undef PRIMERANK_INLINE

    using Wheel = typename V::Wheel;

    template <std::size_t size>
    class ByteTable {
      public:
        explicit ByteTable(const std::array<std::uint8_t, size>& values) : table_(values) {}
        [[nodiscard]] __attribute__((always_inline)) U32 operator[](U32 index) const {
            return {table_[index.low], table_[index.high]};
        }

      private:
        typename V::template ByteTable<size> table_;
    };
};

} // namespace primerank::sieve
