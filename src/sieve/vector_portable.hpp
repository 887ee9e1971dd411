#pragma once

#include "sieve/emission.hpp"
#include "sieve/wheel.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// What the kernels are written in: vectors of `lanes` 32-bit integers, as many doubles, masks of
/// lanes, and a few operations on them. This one has a single lane and is plain C++; Avx2 and
/// Avx512 have the same members. F64 operations may or may not be fused; residual is exact.
struct Portable {
    static constexpr unsigned lanes = 1;
    /// Vectors that medium primes work on side by side to hide latencies.
    static constexpr unsigned medium_interleave = 4;
    /// Bytes of a vector that the compiler makes of what there is.
    static constexpr std::size_t vector_bytes = 16;

    using U32 = std::uint32_t;
    using F32 = float;
    using F64 = double;
    using Mask = bool;    ///< of lanes, for U32
    using F64Mask = bool; ///< of lanes, for F64

    static U32 set(std::uint32_t x) { return x; }
    static U32 load(const std::uint32_t* from) { return *from; }
    static U32 load(const std::uint16_t* from) { return *from; }
    static void store(std::uint32_t* to, U32 x) { *to = x; }
    static U32 add(U32 a, U32 b) { return a + b; }
    static U32 subtract(U32 a, U32 b) { return a - b; }
    static U32 bit_and(U32 a, U32 b) { return a & b; }
    static U32 bit_or(U32 a, U32 b) { return a | b; }
    static U32 minimum(U32 a, U32 b) { return a < b ? a : b; }
    static U32 multiply(U32 a, U32 b) { return a * b; }
    template <unsigned bits>
    static U32 shift_left(U32 a) {
        return a << bits;
    }
    static U32 shift_left(U32 a, unsigned bits) { return a << bits; }
    template <unsigned bits>
    static U32 shift_right(U32 a) {
        return a >> bits;
    }
    /// a / divisor, rounded down, for a below 2^31; by 30 for any a.
    template <unsigned divisor>
    static U32 divide(U32 a) {
        return a / divisor;
    }

    /// a < b, for numbers below 2^31, and for any.
    static Mask less(U32 a, U32 b) { return a < b; }
    static Mask less_any(U32 a, U32 b) { return a < b; }
    static Mask first_lanes(std::size_t count) { return count > 0; }
    static Mask both(Mask a, Mask b) { return a && b; }
    static bool any(Mask a) { return a; }
    /// Whether a is, taken modulo 2^32 from -2^31 on.
    static Mask negative(U32 a) { return a >> 31 != 0; }
    static U32 select(Mask mask, U32 a, U32 b) { return mask ? a : b; }
    static U32 add_if(Mask mask, U32 a, U32 b) { return mask ? a + b : a; }
    /// Writes the lanes in mask one after the other, and `lanes` values at most; returns their
    /// number.
    static std::size_t compress(std::uint32_t* to, Mask mask, U32 a) {
        *to = a;
        return mask ? 1 : 0;
    }

    /// What crosses out the bit at a position: its byte, shifted left by 8, and the mask of the
    /// other bits.
    static U32 hit(U32 bit) { return bit >> 3 << 8 | (0xff & ~(1U << (bit & 7))); }

    /// The 16-bit halves of a lane, each for itself: products modulo 2^16, and lanes in which both
    /// halves of all `products` that were filtered were above those of their limits.
    using Filter = bool;
    static U32 multiply_halves(U32 a, U32 b) {
        return (a * b & 0xffff) | ((a >> 16) * (b >> 16)) << 16;
    }
    static Filter no_filter() { return true; }
    static Filter above(Filter before, U32 products, U32 limits) {
        return before && (products & 0xffff) > (limits & 0xffff) && products >> 16 > limits >> 16;
    }
    static Mask passed(Filter filter) { return filter; }

    static F32 set(float x) { return x; }
    /// Of numbers from -2^31 to 2^31 - 1, as U32 has them modulo 2^32; in nearest, to 2^22 in size
    /// where it is single precision.
    static F32 to_f32(U32 a) { return static_cast<float>(static_cast<std::int32_t>(a)); }
    static U32 nearest(F32 a) {
        constexpr float magic = 0x1.8p23F; // added, it leaves no room for a fraction
        return static_cast<U32>(static_cast<std::int32_t>((a + magic) - magic));
    }
    static F32 multiply_add(F32 a, F32 b, F32 c) { return a * b + c; }

    static F64 set(double x) { return x; }
    static F64 load(const double* from) { return *from; }
    static F64 to_f64(U32 a) { return static_cast<std::int32_t>(a); }
    static U32 nearest(F64 a) {
        constexpr double magic = 0x1.8p52;
        return static_cast<U32>(static_cast<std::int32_t>((a + magic) - magic));
    }
    /// Rounded towards zero, for 0 <= a < 2^32; for others, which callers leave out, any number.
    static U32 to_u32(F64 a) { return static_cast<U32>(static_cast<std::int64_t>(a)); }
    static F64 add(F64 a, F64 b) { return a + b; }
    static F64 subtract(F64 a, F64 b) { return a - b; }
    static F64 divide(F64 a, F64 b) { return a / b; }
    static F64 reciprocal(F64 a) { return 1 / a; }
    /// a b + c, and c - a b
    static F64 multiply_add(F64 a, F64 b, F64 c) { return a * b + c; }
    static F64 negated_multiply_add(F64 a, F64 b, F64 c) { return c - a * b; }
    /// a b - c without any error: a, b and c / 2^30 are integers below 2^53 in size, and so is the
    /// result, which 64 bits therefore tell.
    static F64 residual(F64 a, F64 b, F64 c) {
        const auto bits = [](double n) {
            return static_cast<std::uint64_t>(static_cast<std::int64_t>(n));
        };
        return static_cast<double>(
            static_cast<std::int64_t>(bits(a) * bits(b) - (bits(c * 0x1p-30) << 30)));
    }

    static F64Mask negative(F64 a) { return a < 0; }
    static F64Mask less(F64 a, F64 b) { return a < b; }
    static F64Mask within(F64 a, F64 bound) { return std::fabs(a) <= bound; }
    static F64Mask and_not(F64Mask a, F64Mask b) { return a && !b; }
    static F64Mask widen(Mask a) { return a; }
    static Mask narrow(F64Mask a) { return a; }
    static F64 select(F64Mask mask, F64 a, F64 b) { return mask ? a : b; }
    static F64 add_if(F64Mask mask, F64 a, F64 b) { return mask ? a + b : a; }
    static std::size_t compress(double* to, F64Mask mask, F64 a) {
        *to = a;
        return mask ? 1 : 0;
    }

    /// A table of bytes, looked up lane by lane.
    template <std::size_t size>
    class ByteTable {
      public:
        explicit ByteTable(const std::array<std::uint8_t, size>& values) : values_(values) {}
        [[nodiscard]] U32 operator[](U32 index) const { return values_[index]; }

      private:
        std::array<std::uint8_t, size> values_;
    };

    /// The wheel for primes of one class, and for composites in a notation.
    class Wheel {
      public:
        static constexpr unsigned modulus = 210;
        static constexpr const WheelTables<modulus>& tables = wheel<modulus>;
        using State = std::uint32_t;

        explicit Wheel(unsigned c, Notation notation = Notation::hit)
            : spokes_(tables.spokes[c].data()), notation_(notation) {}

        /// The state in the lowest byte of each lane, and back.
        static State state(U32 a) { return a & 0xff; }
        static U32 lowest_byte(State state) { return state; }
        /// What the notation has beside the byte.
        [[nodiscard]] U32 mark(State state) const {
            const Spoke& spoke = spokes_[state];
            return notation_ == Notation::hit ? spoke.mask : spoke.bit;
        }
        /// byte << 8, and the mask of the other bits: where the notation is that of hits.
        [[nodiscard]] U32 hit(State state, U32 byte) const {
            return byte << 8 | spokes_[state].mask;
        }
        [[nodiscard]] U32 gap(State state) const { return spokes_[state].gap; }
        /// The gap in both 16-bit halves of a lane.
        [[nodiscard]] U32 gap_twice(State state) const { return spokes_[state].gap * 0x10001U; }
        /// Bytes from this multiple of p to the next.
        [[nodiscard]] U32 step(State state, U32 quotient) const {
            return quotient * spokes_[state].gap + spokes_[state].carry;
        }
        /// The same, where short_quotient comes from a p / 30 below 2^15.
        static U32 short_quotient(U32 quotient) { return quotient; }
        [[nodiscard]] U32 short_step(State state, U32 quotient) const {
            return step(state, quotient);
        }
        [[nodiscard]] State next(State state) const { return spokes_[state].next; }
        [[nodiscard]] State next_if(Mask mask, State state) const {
            return mask ? spokes_[state].next : state;
        }

      private:
        const Spoke* spokes_;
        Notation notation_;
    };

    /// Writes the indices i in [first, last) whose bytes[i - first] has the bit set, in ascending
    /// order, and at most 64 values beyond; returns their number. first is a multiple of 64, and
    /// bytes are read to the next multiple of 64 after last, whose indices may be written too.
    static std::size_t indices_of_bit(const std::uint8_t* bytes, std::uint32_t first,
                                      std::uint32_t last, unsigned bit, std::uint32_t* to) {
        std::size_t count = 0;
        for (std::uint32_t i = first; i < last; i += 8) {
            for (std::uint32_t k = i; k < i + 8; ++k) {
                to[count] = k; // and written over where there is none: a branch would be a toss-up
                count += bytes[k - first] >> bit & 1;
            }
        }
        return count;
    }
};

} // namespace primerank::sieve
