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

/// First multiples in double precision, for any prime of EmitMultiple: q is rounded from an
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
        : start_(30 * task.window_byte), from_square_(reaches_squares(task.last_prime, start_)) {}

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
              estimate_(static_cast<double>(start_), round_magic, first.block_),
              residue_(V::set(static_cast<double>(wheel_residues[c]))) {}

        /// quotients: floor(p / 30)
        __attribute__((always_inline)) FirstMultiple<V>
        operator()(const std::uint32_t* quotients) const {
            const U32 quotient = V::load(quotients);
            const F64 one = V::set(1.0);
            const F64 p = V::multiply_add(V::to_f64(quotient), V::set(30.0), residue_);
            F64 q = V::subtract(estimate_(p), V::set(round_magic));
            // start has up to 64 bits, a double 53: taken in two parts.
            const double start_low = static_cast<double>(start_ & 4095);
            const double start_high = static_cast<double>(start_ & ~std::uint64_t{4095});
            F64 offset = V::subtract(V::residual(q, p, V::set(start_high)), V::set(start_low));
            const auto before = V::negative(offset);
            q = V::add_if(before, q, one);
            offset = V::add_if(before, offset, p);
            if (__builtin_expect(from_square_, 0)) {
                const auto small = V::less(q, p);
                offset = V::select(small, V::multiply_add(V::subtract(p, q), p, offset), offset);
                q = V::select(small, p, q);
            }
            // On to the next cofactor on the wheel. Halves keep the rounding away from ties.
            constexpr double modulus = Cofactors::modulus;
            const F64 turns =
                rounded<V>(V::multiply_add(q, V::set(1.0 / modulus), V::set(-0.5 + 0.5 / modulus)));
            const U32 residue = V::to_u32(V::negated_multiply_add(turns, V::set(modulus), q));
            const U32 state = cofactors_.state_from(residue);
            const U32 distance = cofactors_.distance(residue, state);
            offset = V::multiply_add(V::to_f64(distance), p, offset);
            const F64 residues =
                V::multiply_add(modulo<Cofactors::high_product>(q), V::set(65536.0),
                                modulo<Cofactors::low_product>(q));
            return {V::to_u32(V::multiply_add(offset, V::set(1.0 / 30), V::set(0.5 / 30))),
                    V::add(V::to_u32(residues), V::multiply(distance, V::set(0x10001U))), state};
        }

      private:
        /// q mod n, or n for a multiple of n.
        template <unsigned n>
        __attribute__((always_inline)) static F64 modulo(F64 q) {
            const F64 periods = rounded<V>(V::multiply_add(q, V::set(1.0 / n), V::set(-0.5)));
            return V::negated_multiply_add(periods, V::set(double{n}), q);
        }

        const std::uint64_t start_;
        const bool from_square_;
        const QuotientEstimate<V, way> estimate_;
        const F64 residue_;
        const Cofactors cofactors_;
    };

  private:
    const std::uint64_t start_;
    const bool from_square_; ///< some p^2 may lie beyond the window's start
    PrimeBlock block_{};
};

} // namespace primerank::sieve
