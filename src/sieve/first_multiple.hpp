#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/prime_block.hpp"

namespace primerank::sieve {

/// Where `count` primes begin to walk through a window: at the first multiple p q, from the
/// window's start on, whose cofactor q is on the wheel.
template <std::size_t count>
struct FirstMultiples {
    alignas(64) std::uint32_t bytes[count];     ///< of p q, from the window's start
    alignas(64) std::uint32_t cofactors[count]; ///< q modulo either product of tested primes
    alignas(64) std::uint32_t states[count];    ///< of the wheel
};

/// The same for a vector of primes.
template <class V>
struct FirstMultiple {
    typename V::U32 byte;
    typename V::U32 cofactor;
    typename V::U32 state;

    template <std::size_t count>
    __attribute__((always_inline)) void store(FirstMultiples<count>& firsts, std::size_t k) const {
        V::store(firsts.bytes + k, byte);
        V::store(firsts.cofactors + k, cofactor);
        V::store(firsts.states + k, state);
    }
};

/// What a walk keeps of a cofactor: its place on the wheel, and residues modulo the two products of
/// primes that it is tested for, in the halves of 32 bits.
template <class V>
class CofactorWheel {
    using U32 = typename V::U32;
    using Turn = typename V::Wheel;

  public:
    static constexpr unsigned modulus = Turn::modulus;
    static constexpr unsigned last_divisor = modulus == 30 ? 7 : 31;
    static constexpr unsigned low_product = 11 * 13 * 17 * 19;
    static constexpr unsigned high_product = 23 * 29 * last_divisor;

    /// The state of the first cofactor on the wheel from one with this residue on.
    [[nodiscard]] __attribute__((always_inline)) U32 state_from(U32 residue) const {
        return state_of_[V::template shift_right<1>(residue)];
    }

    /// How far that is.
    [[nodiscard]] __attribute__((always_inline)) U32 distance(U32 residue, U32 state) const {
        return V::subtract(cofactor_of_[state], residue);
    }

  private:
    /// Half a residue -> the state of the first number on the wheel from the residue on.
    static constexpr std::array<std::uint8_t, modulus / 2> half_states = [] {
        std::array<std::uint8_t, modulus / 2> states{};
        for (std::size_t i = 0; i < states.size(); ++i) {
            states[i] = Turn::tables.state[2 * i + 1];
        }
        return states;
    }();

    const typename V::template ByteTable<modulus / 2> state_of_{half_states};
    const typename V::template ByteTable<Turn::tables.states> cofactor_of_{Turn::tables.cofactor};
};

/// q mod n, or n for a multiple of n; of q from 0 to 2^53.
template <class V, unsigned n>
__attribute__((always_inline)) inline typename V::F64 modulo(typename V::F64 q) {
    const auto periods = rounded<V>(V::multiply_add(q, V::set(1.0 / n), V::set(-0.5)));
    return V::negated_multiply_add(periods, V::set(double{n}), q);
}

/// The first multiple whose cofactor is on the wheel, from p q on, which lies `offset` beyond the
/// window's start. Of q three doubles are asked for that are congruent to it modulo the wheel and
/// the two products; on_wheel is not negative.
template <class V>
__attribute__((always_inline)) inline FirstMultiple<V>
on_the_wheel(const CofactorWheel<V>& cofactors, typename V::F64 p, typename V::F64 offset,
             typename V::F64 on_wheel, typename V::F64 low, typename V::F64 high) {
    using Cofactors = CofactorWheel<V>;
    // Halves keep the rounding away from ties.
    constexpr double modulus = Cofactors::modulus;
    const auto turns =
        rounded<V>(V::multiply_add(on_wheel, V::set(1.0 / modulus), V::set(-0.5 + 0.5 / modulus)));
    const auto residue = V::to_u32(V::negated_multiply_add(turns, V::set(modulus), on_wheel));
    const auto state = cofactors.state_from(residue);
    const auto distance = cofactors.distance(residue, state);
    offset = V::multiply_add(V::to_f64(distance), p, offset);
    const auto residues = V::multiply_add(modulo<V, Cofactors::high_product>(high), V::set(65536.0),
                                          modulo<V, Cofactors::low_product>(low));
    return {V::to_u32(V::multiply_add(offset, V::set(1.0 / 30), V::set(0.5 / 30))),
            V::add(V::to_u32(residues), V::multiply(distance, V::set(0x10001U))), state};
}

/// First multiples in double precision, for primes with start / p < 2^49: q is rounded from an
/// estimate of start / p, which makes it right or one too small; the residual p q - start, computed
/// without error, tells.
template <class V, Quotient way>
class FirstByQuotient {
    using U32 = typename V::U32;
    using F64 = typename V::F64;
    using Cofactors = CofactorWheel<V>;

  public:
    static constexpr unsigned lanes = V::lanes;

    explicit FirstByQuotient(const EmissionTask& task)
        : start_(task.start), real_start_(static_cast<double>(task.start)),
          from_square_(reaches_squares(task.last_prime, task.start)) {}

    /// The longest block from here on.
    [[nodiscard]] static std::uint32_t bytes_from(std::uint32_t /*first*/) {
        return PrimeBlock::bytes;
    }

    void enter(const PrimeBlock& block) { block_ = block; }

    /// Of the primes of class c in the block.
    class OfClass {
      public:
        OfClass(const FirstByQuotient& first, unsigned c)
            : start_(first.start_), from_square_(first.from_square_),
              estimate_(first.real_start_, round_magic, first.block_.centre()),
              residue_(V::set(static_cast<double>(wheel_residues[c]))) {}

        /// quotients: floor(p / 30)
        __attribute__((always_inline)) FirstMultiple<V>
        operator()(const std::uint32_t* quotients) const {
            const U32 quotient = V::load(quotients);
            const F64 one = V::set(1.0);
            const F64 p = V::multiply_add(V::to_f64(quotient), V::set(30.0), residue_);
            F64 q = V::subtract(estimate_(p), V::set(round_magic));
            F64 offset = V::subtract(V::residual(q, p, V::set(start_.high)), V::set(start_.low));
            const auto before = V::negative(offset);
            q = V::add_if(before, q, one);
            offset = V::add_if(before, offset, p);
            if (__builtin_expect(from_square_, 0)) {
                const auto small = V::less(q, p);
                offset = V::select(small, V::multiply_add(V::subtract(p, q), p, offset), offset);
                q = V::select(small, p, q);
            }
            return on_the_wheel<V>(cofactors_, p, offset, q, q, q);
        }

      private:
        const TwoDoubles start_;
        const bool from_square_;
        const QuotientEstimate<V, way> estimate_;
        const F64 residue_;
        const Cofactors cofactors_;
    };

  private:
    const TwoDoubles start_;
    const double real_start_;
    const bool from_square_; ///< some p^2 may lie beyond the window's start
    PrimeBlock block_{};
};

/// The same in two steps, for any prime from 2^16 to 2^32 with start < 2^82: what a double cannot
/// hold of the quotient is found from the first remainder. With start = H + L, H a multiple of 2^30
/// (TwoDoubles),
///     H / 2^30 = q1 p - r,    2^30 r = a p - u,    L + u = b p - v,
/// q1, a and b rounded, so that |r| and |u| are hardly more than p / 2; then
///     start = p (2^30 q1 - a + b) - v.
/// Every remainder is an integer below 2^53, and computed without error.
template <class V>
class FirstInTwoSteps {
    using U32 = typename V::U32;
    using F64 = typename V::F64;
    using Cofactors = CofactorWheel<V>;

  public:
    static constexpr unsigned lanes = V::lanes;

    explicit FirstInTwoSteps(const EmissionTask& task) : start_(task.start) {}

    [[nodiscard]] static std::uint32_t bytes_from(std::uint32_t /*first*/) {
        return PrimeBlock::bytes;
    }

    void enter(const PrimeBlock& /*block*/) {}

    class OfClass {
      public:
        OfClass(const FirstInTwoSteps& first, unsigned c)
            : high_(V::set(first.start_.high * (1 / step))), low_(V::set(first.start_.low)),
              residue_(V::set(static_cast<double>(wheel_residues[c]))) {}

        /// quotients: floor(p / 30)
        __attribute__((always_inline)) FirstMultiple<V>
        operator()(const std::uint32_t* quotients) const {
            const F64 p = V::multiply_add(V::to_f64(V::load(quotients)), V::set(30.0), residue_);
            const F64 inverse = V::reciprocal(p);
            const F64 zero = V::set(0.0);
            const F64 q1 = rounded<V>(V::multiply_add(high_, inverse, zero));
            const F64 r = V::negated_multiply_add(q1, p, high_); // -r
            const F64 t = V::multiply_add(r, V::set(step), zero);
            const F64 a = rounded<V>(V::multiply_add(t, inverse, zero)); // -a
            const F64 rest = V::subtract(low_, V::residual(a, p, t));
            F64 b = rounded<V>(V::multiply_add(rest, inverse, zero));
            F64 offset = V::subtract(V::multiply_add(b, p, zero), rest);
            const auto before = V::negative(offset);
            b = V::add_if(before, b, V::set(1.0));
            offset = V::add_if(before, offset, p);
            const F64 last = V::add(a, b);
            return on_the_wheel<V>(cofactors_, p, offset, residue<Cofactors::modulus>(q1, last),
                                   residue<Cofactors::low_product>(q1, last),
                                   residue<Cofactors::high_product>(q1, last));
        }

      private:
        static constexpr double step = TwoDoubles::grain;

        /// Congruent to 2^30 q1 + last modulo n, and not negative; |last| < 2^30.
        template <unsigned n>
        __attribute__((always_inline)) static F64 residue(F64 q1, F64 last) {
            constexpr double raised = double{n} * static_cast<double>(TwoDoubles::grain / n + 1);
            return V::multiply_add(modulo<V, n>(q1), V::set(double{TwoDoubles::grain % n}),
                                   V::add(last, V::set(raised)));
        }

        const F64 high_, low_, residue_;
        const Cofactors cofactors_;
    };

  private:
    const TwoDoubles start_;
};

} // namespace primerank::sieve
