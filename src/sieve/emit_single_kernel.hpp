#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/prime_block.hpp"
#include "sieve/single_multiples.hpp"

namespace primerank::sieve {

/// Emits the multiples of primes that have one in a part of the window at most: p is at least 1.2
/// times the part's numbers. Seen from the part's centre, that can only be the nearest multiple p
/// q, with q the rounded quotient centre / p, which needs no correction: an estimate that is off by
/// less than 0.08 rounds to the wrong side only for multiples outside the part. A multiple counts
/// if q has no divisor up to 29, else a smaller prime crosses it out.
template <class V, Quotient way>
class EmitSingle {
    using U32 = typename V::U32;
    using F64 = typename V::F64;
    using F64Mask = typename V::F64Mask;
    using Mask = typename V::Mask;

  public:
    EmitSingle(const EmissionTask& task, CompositeSink& sink, const WindowPart& part)
        : task_(task), multiples_(sink, task.notation, part.offset),
          start_(30 * (task.window_byte + part.offset)), width_(30 * std::uint64_t{part.size}),
          centre_(centre_of(start_, width_)),
          from_square_(reaches_squares(task.last_prime, start_)) {}

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
        for (std::size_t i = 0; i < staged_; i += V::lanes) {
            filter(i, V::first_lanes(staged_ - i));
        }
        multiples_.finish();
    }

  private:
    static constexpr std::size_t stage_size = 512;
    static constexpr std::size_t stage_room = stage_size + 64;

    /// The middle of the window as a multiple of 4096: exact as a double, and below 2^64.
    static std::uint64_t centre_of(std::uint64_t start, std::uint64_t width) {
        constexpr std::uint64_t grain = 4096;
        const std::uint64_t room = ~start; // to 2^64
        const std::uint64_t middle = (start + std::min(width / 2, room)) / grain * grain;
        return middle < start ? start / grain * grain : middle;
    }

    void emit_class(const PrimeBlock& block, unsigned c) {
        const QuotientEstimate<V, way> estimate(static_cast<double>(centre_), block);
        const F64 centre = V::set(static_cast<double>(centre_));
        const auto after = static_cast<double>(static_cast<std::int64_t>(centre_ - start_));
        const F64 reach = V::set(std::max(after, static_cast<double>(width_) - after));
        const F64 residue = V::set(static_cast<double>(wheel_residues[c]));
        const bool from_square = from_square_;
        std::size_t staged = staged_; // a local, which is not where stores to the stage might go
        for (std::size_t i = primes_.begin(); i < primes_.end(); i += V::lanes) {
            const Mask valid = V::first_lanes(primes_.end() - i);
            const F64 p = V::multiply_add(V::to_f64(V::load(primes_.at(i))), V::set(30.0), residue);
            const F64 estimated = estimate(p);
            const F64 q = V::subtract(estimated, V::set(round_magic));
            const F64 offset = V::residual(q, p, centre);
            F64Mask wanted = V::both(V::widen(valid), V::within(offset, reach),
                                     V::lowest_bit(estimated)); // q is odd
            if (__builtin_expect(from_square, 0)) {
                wanted = V::and_not(wanted, V::less(q, p));
            }
            V::compress(stage_cofactors_ + staged, wanted, q);
            staged += V::compress(stage_offsets_ + staged, wanted, offset);
            if (__builtin_expect(staged >= stage_size, 0)) {
                staged_ = staged;
                drain();
                staged = staged_;
            }
        }
        staged_ = staged;
    }

    __attribute__((noinline)) void drain() {
        for (std::size_t i = 0; i < stage_size; i += V::lanes) {
            filter(i, V::first_lanes(V::lanes));
        }
        staged_ -= stage_size;
        for (std::size_t i = 0; i < staged_; ++i) {
            stage_offsets_[i] = stage_offsets_[stage_size + i];
            stage_cofactors_[i] = stage_cofactors_[stage_size + i];
        }
    }

    /// Lists the candidates from i on that are in the window and not crossed out by others.
    __attribute__((always_inline)) void filter(std::size_t i, Mask mask) {
        const auto after = static_cast<double>(static_cast<std::int64_t>(centre_ - start_));
        const F64 from_start = V::add(V::load(stage_offsets_ + i), V::set(after));
        const F64Mask inside = V::and_not(V::less(from_start, V::set(static_cast<double>(width_))),
                                          V::negative(from_start));
        mask = V::both(mask, V::narrow(inside));
        F64 cofactor = V::load(stage_cofactors_ + i);
        const F64 periods =
            rounded<V>(V::multiply_add(cofactor, V::set(1.0 / period), V::set(-0.5)));
        cofactor = V::negated_multiply_add(periods, V::set(period), cofactor);
        multiples_.add(mask, V::to_u32(from_start), V::to_u32(cofactor));
    }

    /// -0.5 and then rounding leaves q mod period in [0, period], never above.
    static constexpr double period = SingleMultiples<V>::period;

    const EmissionTask task_;
    SingleMultiples<V> multiples_;
    const std::uint64_t start_;
    const std::uint64_t width_;
    const std::uint64_t centre_;
    const bool from_square_;
    ClassOfBlock<V> primes_;
    std::size_t staged_ = 0;
    alignas(64) double stage_offsets_[stage_room];
    alignas(64) double stage_cofactors_[stage_room];
};

} // namespace primerank::sieve
