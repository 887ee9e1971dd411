#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/prime_block.hpp"

namespace primerank::sieve {

/// Emits the multiples of primes that may have several in the window. A multiple p q counts only
/// if q has no small divisor: otherwise a smaller prime crosses it out. The wheel takes care of 2,
/// 3, 5 and perhaps 7; candidates are staged with q, and full vectors of them tested for the next
/// seven, two at a time: q goes along as q mod 11 13 17 19 and q mod 23 29 31 (or 23 29 7), in the
/// halves of 32 bits. There q grows with the walk, by W / p at most in a window of W numbers; that
/// leaves 16 bits room for as long as p >= W / 10 000.
template <class V, Quotient way>
class EmitMultiple {
    using U32 = typename V::U32;
    using F64 = typename V::F64;
    using Mask = typename V::Mask;
    using Turn = typename V::Wheel;

  public:
    EmitMultiple(const EmissionTask& task, PositionSink& sink)
        : task_(task), sink_(sink), start_(30 * task.window_byte),
          from_square_(uint128{task.last_prime} * task.last_prime >= start_),
          size_(V::set(task.window_size)) {}

    void run() {
        const auto end = static_cast<std::uint32_t>(task_.last_prime / 30 + 1);
        auto first = static_cast<std::uint32_t>(task_.first_prime / 30) & ~63U;
        while (first < end) {
            const PrimeBlock block = PrimeBlock::from(first, end);
            for (unsigned c = 0; c < 8; ++c) {
                primes_.decode(task_, block, c);
                emit_class(block, c);
            }
            first = block.last;
        }
        drain(staged_);
    }

  private:
    static constexpr unsigned interleave = V::emission_interleave;
    static constexpr std::size_t stage_size = 1024;
    static constexpr std::size_t stage_room = stage_size + 128;
    static constexpr std::size_t most_sure = Turn::tables.most.size() - 2;

    /// A vector of primes on their way through the window.
    struct Walk {
        U32 quotient; ///< floor(p / 30)
        U32 byte;     ///< of the multiple p q, from the window's start
        U32 cofactor; ///< q modulo either product of tested primes
        typename Turn::State state;
        Mask inside; ///< lanes still in the window
    };

    void emit_class(const PrimeBlock& block, unsigned c) {
        const Turn turn(c);
        const QuotientEstimate<V, way> estimate(static_cast<double>(start_), block);
        // Locals, which need not be where stores to the stage might go.
        const U32 size = size_;
        std::size_t staged = staged_;
        const auto make_room = [&]() __attribute__((always_inline)) {
            if (__builtin_expect(staged >= stage_size, 0)) {
                staged_ = staged;
                drain(stage_size);
                staged = staged_;
            }
        };
        std::size_t sure = most_sure;
        for (std::size_t i = primes_.begin(); i < primes_.end(); i += V::lanes * interleave) {
            Walk walks[interleave];
#pragma GCC unroll 4
            for (unsigned w = 0; w < interleave; ++w) {
                const std::size_t at = i + V::lanes * w;
                const Mask valid = V::first_lanes(at < primes_.end() ? primes_.end() - at : 0);
                walks[w] = first_multiple(V::load(primes_.at(at)), valid, c, estimate);
            }
            sure = sure_steps(i, sure);
            for (std::size_t step = 0; step < sure; ++step) {
#pragma GCC unroll 4
                for (unsigned w = 0; w < interleave; ++w) {
                    Walk& walk = walks[w];
                    V::store(stage_cofactors_ + staged, walk.cofactor);
                    V::store(stage_positions_ + staged, position_of(walk, turn));
                    staged += V::lanes;
                    walk.byte = V::add(walk.byte, turn.step(walk.state, walk.quotient));
                    turn_on(walk, turn);
                }
                make_room();
            }
            if (sure > 0) {
#pragma GCC unroll 4
                for (unsigned w = 0; w < interleave; ++w) {
                    walks[w].inside = V::less(walks[w].byte, size);
                }
            }
            while (any_inside(walks)) {
#pragma GCC unroll 4
                for (unsigned w = 0; w < interleave; ++w) {
                    Walk& walk = walks[w];
                    V::compress(stage_cofactors_ + staged, walk.inside, walk.cofactor);
                    staged += V::compress(stage_positions_ + staged, walk.inside,
                                          position_of(walk, turn));
                    walk.byte =
                        V::add_if(walk.inside, walk.byte, turn.step(walk.state, walk.quotient));
                    turn_on(walk, turn);
                    walk.inside = V::both(walk.inside, V::less(walk.byte, size));
                }
                make_room();
            }
        }
        staged_ = staged;
    }

    __attribute__((always_inline)) static bool any_inside(const Walk (&walks)[interleave]) {
        bool any = false;
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            any |= V::any(walks[w].inside);
        }
        return any;
    }

    /// To the next cofactor.
    __attribute__((always_inline)) static void turn_on(Walk& walk, const Turn& turn) {
        walk.cofactor = V::add(walk.cofactor, turn.gap_twice(walk.state));
        walk.state = turn.next(walk.state);
    }

    __attribute__((always_inline)) static U32 position_of(const Walk& walk, const Turn& turn) {
        return V::bit_or(V::template shift_left<3>(walk.byte), turn.bit(walk.state));
    }

    /// How many multiples the primes walked with from the i-th on all have in a window, wherever it
    /// begins. before: the answer for smaller primes.
    [[nodiscard]] std::size_t sure_steps(std::size_t i, std::size_t before) const {
        constexpr std::size_t group = V::lanes * interleave;
        if (from_square_ || i + group > primes_.end()) {
            return 0;
        }
        const std::uint64_t largest = *primes_.at(i + group - 1) + std::uint64_t{1};
        while (before > 0 && Turn::tables.most[before + 1] * largest > task_.window_size) {
            --before;
        }
        return before;
    }

    /// q is rounded from an estimate of start / p, which makes it right or one too small; the
    /// residual p q - start, computed without error, tells.
    __attribute__((always_inline)) Walk
    first_multiple(U32 quotient, Mask valid, unsigned c,
                   const QuotientEstimate<V, way>& estimate) const {
        const F64 one = V::set(1.0);
        const F64 p = V::multiply_add(V::to_f64(quotient), V::set(30.0),
                                      V::set(static_cast<double>(wheel_residues[c])));
        F64 q = V::subtract(estimate(p), V::set(round_magic));
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
        const F64 turns =
            rounded<V>(V::multiply_add(q, V::set(1.0 / modulus), V::set(-0.5 + 0.5 / modulus)));
        const U32 residue = V::to_u32(V::negated_multiply_add(turns, V::set(double{modulus}), q));
        const U32 state = state_of_[V::template shift_right<1>(residue)];
        const U32 distance = V::subtract(cofactor_of_[state], residue);
        offset = V::multiply_add(V::to_f64(distance), p, offset);
        const F64 residues =
            V::multiply_add(modulo<high_product>(q), V::set(65536.0), modulo<low_product>(q));
        Walk walk;
        walk.quotient = quotient;
        walk.byte = V::to_u32(V::multiply_add(offset, V::set(1.0 / 30), V::set(0.5 / 30)));
        walk.cofactor = V::add(V::to_u32(residues), V::multiply(distance, V::set(0x10001U)));
        walk.state = Turn::state(state);
        walk.inside = V::both(valid, V::less(walk.byte, size_));
        return walk;
    }

    /// q mod n, or n for a multiple of n.
    template <unsigned n>
    __attribute__((always_inline)) static F64 modulo(F64 q) {
        const F64 periods = rounded<V>(V::multiply_add(q, V::set(1.0 / n), V::set(-0.5)));
        return V::negated_multiply_add(periods, V::set(double{n}), q);
    }

    /// Filters the first `count` staged candidates and moves the rest to the front.
    __attribute__((noinline)) void drain(std::size_t count) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < count; i += V::lanes) {
            const U32 q = V::load(stage_cofactors_ + i);
            typename V::Filter filter = V::no_filter();
#pragma GCC unroll 4
            for (const DivisorPair<V>& pair : divisors_) {
                filter = pair.divides_neither(filter, q);
            }
            const Mask mask = V::both(V::first_lanes(count - i), V::passed(filter));
            kept += V::compress(list_ + kept, mask, V::load(stage_positions_ + i));
        }
        sink_.take(list_, kept);
        staged_ -= count;
        for (std::size_t i = 0; i < staged_; ++i) {
            stage_positions_[i] = stage_positions_[count + i];
            stage_cofactors_[i] = stage_cofactors_[count + i];
        }
    }

    static constexpr unsigned modulus = Turn::modulus;

    /// Half a residue -> the state of the first number on the wheel from the residue on.
    static constexpr std::array<std::uint8_t, modulus / 2> half_states = [] {
        std::array<std::uint8_t, modulus / 2> states{};
        for (std::size_t i = 0; i < states.size(); ++i) {
            states[i] = Turn::tables.state[2 * i + 1];
        }
        return states;
    }();

    static constexpr unsigned last_divisor = modulus == 30 ? 7 : 31;
    static constexpr unsigned low_product = 11 * 13 * 17 * 19;
    static constexpr unsigned high_product = 23 * 29 * last_divisor;

    const EmissionTask task_;
    PositionSink& sink_;
    const std::uint64_t start_;
    const bool from_square_; ///< some p^2 may lie beyond the window's start
    const U32 size_;
    const typename V::template ByteTable<modulus / 2> state_of_{half_states};
    const typename V::template ByteTable<Turn::tables.states> cofactor_of_{Turn::tables.cofactor};
    const std::array<DivisorPair<V>, 4> divisors_{DivisorPair<V>(11, 23), DivisorPair<V>(13, 29),
                                                  DivisorPair<V>(17, last_divisor),
                                                  DivisorPair<V>(19, last_divisor)};
    ClassOfBlock<V> primes_;
    std::size_t staged_ = 0;
    alignas(64) std::uint32_t stage_positions_[stage_room];
    alignas(64) std::uint32_t stage_cofactors_[stage_room];
    alignas(64) std::uint32_t list_[stage_room];
};

template <class V>
void emit_multiple(const EmissionTask& task, PositionSink& sink) {
    emit_by_size<V, EmitMultiple>(task, sink);
}

} // namespace primerank::sieve
