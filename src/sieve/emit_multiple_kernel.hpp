#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/first_multiple.hpp"
#include "sieve/first_multiple_local.hpp"
#include "sieve/prime_block.hpp"
#include "sieve/vector_twice.hpp"

namespace primerank::sieve {

/// Emits the multiples of primes that may have several in the window. A multiple p q counts only
/// if q has no small divisor: otherwise a smaller prime crosses it out. The wheel takes care of 2,
/// 3, 5 and perhaps 7; candidates are staged with q, and full vectors of them tested for the next
/// seven, two at a time: q goes along as q mod 11 13 17 19 and q mod 23 29 31 (or 23 29 7), in the
/// halves of 32 bits. There q grows with the walk, by W / p at most in a window of W numbers; that
/// leaves 16 bits room for as long as p >= W / 10 000.
///
/// First finds where a vector of primes begins: for a batch of them before any of it walks, so that
/// a processor that has mispredicted the end of a walk has no long chain of operations before it.
template <class V, class First>
class EmitMultiple {
    using U32 = typename V::U32;
    using Mask = typename V::Mask;
    using Turn = typename V::Wheel;

  public:
    EmitMultiple(const EmissionTask& task, CompositeSink& sink)
        : task_(task), sink_(sink), first_(task),
          from_square_(reaches_squares(task.last_prime, task.start)),
          size_(V::set(task.window_size)) {}

    void run() {
        const auto end = static_cast<std::uint32_t>(task_.last_prime / 30 + 1);
        auto begin = static_cast<std::uint32_t>(task_.first_prime / 30) & ~63U;
        while (begin < end) {
            const PrimeBlock block = PrimeBlock::from(begin, end, first_.bytes_from(begin));
            first_.enter(block);
            for (unsigned c = 0; c < 8; ++c) {
                primes_.decode(task_, block, c);
                emit_class(c);
            }
            begin = block.last;
        }
        drain(staged_);
        sink_.take(list_, listed_);
    }

  private:
    static constexpr unsigned interleave = 2;
    static constexpr std::size_t group = V::lanes * interleave;
    static constexpr std::size_t batch_size = 128;
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

    void emit_class(unsigned c) {
        const typename First::OfClass first_multiples(first_, c);
        const Turn turn(c, task_.notation);
        std::size_t sure = most_sure;
        for (std::size_t i = primes_.begin(); i < primes_.end(); i += batch_size) {
            const std::size_t end = std::min(i + batch_size, primes_.end());
            for (std::size_t k = i; k < end; k += First::lanes) {
                first_multiples(primes_.at(k)).store(firsts_, k - i);
            }
            sure = walk(turn, i, end, sure);
        }
    }

    /// Stages the candidates of the primes from `begin` to `end`, whose first multiples are known.
    /// sure: what sure_steps said for smaller primes; returns what it says for the last.
    std::size_t walk(const Turn& turn, std::size_t begin, std::size_t end, std::size_t sure) {
        // Locals, which need not be where stores to the stage might go.
        const U32 size = size_;
        const unsigned shift = byte_shift(task_.notation);
        std::size_t staged = staged_;
        const auto make_room = [&]() __attribute__((always_inline)) {
            if (__builtin_expect(staged >= stage_size, 0)) {
                staged_ = staged;
                drain(stage_size);
                staged = staged_;
            }
        };
        for (std::size_t i = begin; i < end; i += group) {
            Walk walks[interleave];
#pragma GCC unroll 4
            for (unsigned w = 0; w < interleave; ++w) {
                walks[w] = start_of_walk(i + V::lanes * w, i - begin + V::lanes * w);
            }
            sure = sure_steps(i, sure);
            for (std::size_t step = 0; step < sure; ++step) {
#pragma GCC unroll 4
                for (Walk& walk : walks) {
                    V::store(stage_cofactors_ + staged, walk.cofactor);
                    V::store(stage_composites_ + staged, composite(walk, turn, shift));
                    staged += V::lanes;
                    walk.byte = V::add(walk.byte, turn.step(walk.state, walk.quotient));
                    turn_on(walk, turn);
                }
                make_room();
            }
            if (sure > 0) {
#pragma GCC unroll 4
                for (Walk& walk : walks) {
                    walk.inside = V::less(walk.byte, size);
                }
            }
            while (any_inside(walks)) {
#pragma GCC unroll 4
                for (Walk& walk : walks) {
                    V::compress(stage_cofactors_ + staged, walk.inside, walk.cofactor);
                    staged += V::compress(stage_composites_ + staged, walk.inside,
                                          composite(walk, turn, shift));
                    walk.byte =
                        V::add_if(walk.inside, walk.byte, turn.step(walk.state, walk.quotient));
                    turn_on(walk, turn);
                    walk.inside = V::both(walk.inside, V::less(walk.byte, size));
                }
                make_room();
            }
        }
        staged_ = staged;
        return sure;
    }

    /// Of the vector of primes from the i-th on, the k-th of its batch.
    __attribute__((always_inline)) Walk start_of_walk(std::size_t i, std::size_t k) const {
        const Mask valid = V::first_lanes(i < primes_.end() ? primes_.end() - i : 0);
        const U32 byte = V::load(firsts_.bytes + k);
        return {V::load(primes_.at(i)), byte, V::load(firsts_.cofactors + k),
                Turn::state(V::load(firsts_.states + k)), V::both(valid, V::less(byte, size_))};
    }

    __attribute__((always_inline)) static bool any_inside(const Walk (&walks)[interleave]) {
        bool any = false;
#pragma GCC unroll 4
        for (const Walk& walk : walks) {
            any |= V::any(walk.inside);
        }
        return any;
    }

    /// To the next cofactor.
    __attribute__((always_inline)) static void turn_on(Walk& walk, const Turn& turn) {
        walk.cofactor = V::add(walk.cofactor, turn.gap_twice(walk.state));
        walk.state = turn.next(walk.state);
    }

    __attribute__((always_inline)) static U32 composite(const Walk& walk, const Turn& turn,
                                                        unsigned shift) {
        return V::bit_or(V::shift_left(walk.byte, shift), turn.mark(walk.state));
    }

    /// How many multiples the primes walked with from the i-th on all have in a window, wherever it
    /// begins. before: the answer for smaller primes.
    [[nodiscard]] std::size_t sure_steps(std::size_t i, std::size_t before) const {
        if (from_square_ || i + group > primes_.end()) {
            return 0;
        }
        const std::uint64_t largest = *primes_.at(i + group - 1) + std::uint64_t{1};
        while (before > 0 && Turn::tables.most[before + 1] * largest > task_.window_size) {
            --before;
        }
        return before;
    }

    /// Lists those of the first `count` staged candidates that pass, and moves the rest to the
    /// front.
    __attribute__((noinline)) void drain(std::size_t count) {
        std::size_t listed = listed_; // a local, which is not where stores to the list might go
        for (std::size_t i = 0; i < count; i += V::lanes) {
            const U32 q = V::load(stage_cofactors_ + i);
            typename V::Filter filter = V::no_filter();
#pragma GCC unroll 4
            for (const DivisorPair<V>& pair : divisors_) {
                filter = pair.divides_neither(filter, q);
            }
            const Mask mask = V::both(V::first_lanes(count - i), V::passed(filter));
            listed += V::compress(list_ + listed, mask, V::load(stage_composites_ + i));
        }
        listed_ = listed;
        if (listed_ >= CompositeSink::list_size) {
            sink_.take(list_, listed_);
            listed_ = 0;
        }
        staged_ -= count;
        for (std::size_t i = 0; i < staged_; ++i) {
            stage_composites_[i] = stage_composites_[count + i];
            stage_cofactors_[i] = stage_cofactors_[count + i];
        }
    }

    static constexpr unsigned last_divisor = CofactorWheel<V>::last_divisor;

    const EmissionTask task_;
    CompositeSink& sink_;
    First first_;
    const bool from_square_; ///< some p^2 may lie beyond the window's start
    const U32 size_;
    const std::array<DivisorPair<V>, 4> divisors_{DivisorPair<V>(11, 23), DivisorPair<V>(13, 29),
                                                  DivisorPair<V>(17, last_divisor),
                                                  DivisorPair<V>(19, last_divisor)};
    ClassOfBlock<V> primes_;
    FirstMultiples<batch_size + First::lanes + group> firsts_;
    std::size_t staged_ = 0;
    alignas(64) std::uint32_t stage_composites_[stage_room];
    alignas(64) std::uint32_t stage_cofactors_[stage_room];
    std::size_t listed_ = 0;
    alignas(64) std::uint32_t list_[CompositeSink::list_size + stage_room];
};

template <class V, Quotient way>
using EmitMultipleByQuotient = EmitMultiple<V, FirstByQuotient<Twice<V>, way>>;

/// For the primes of a task whose quotients start / p one double cannot hold, and for the others.
template <class V>
void emit_by_quotient(const EmissionTask& task, CompositeSink& sink) {
    constexpr int largest_quotient_bits = 49;
    const auto last = static_cast<std::uint64_t>(task.start >> largest_quotient_bits);
    EmissionTask part = task;
    part.last_prime = std::min(task.last_prime, last);
    if (part.first_prime <= part.last_prime) {
        EmitMultiple<V, FirstInTwoSteps<Twice<V>>>(part, sink).run();
    }
    part.first_prime = std::max(task.first_prime, last + 1);
    part.last_prime = task.last_prime;
    emit_by_size<V, EmitMultipleByQuotient>(part, sink);
}

/// Runs for the primes of a task what is the fastest that serves for them. Multiples p q with q < p
/// are left to FirstByQuotient, which knows that they do not count.
template <class V>
void emit_multiple(const EmissionTask& task, CompositeSink& sink) {
    using Local = FirstLocal<Twice<V>>;
    emit_inner(
        task, Local::first_prime(task.start),
        [&sink](const EmissionTask& some) { EmitMultiple<V, Local>(some, sink).run(); },
        [&sink](const EmissionTask& some) { emit_by_quotient<V>(some, sink); });
}

} // namespace primerank::sieve
