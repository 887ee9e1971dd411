#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/prime_block.hpp"
#include "sieve/single_multiples.hpp"

namespace primerank::sieve {

/// Emits the multiples of primes that have one odd multiple in a part of the window at most: p is
/// at least 0.6 times the part's numbers. That can only be the one nearest to the part's centre, p
/// q with q = 2 h + 1 and h the rounded (centre / p - 1) / 2, which needs no correction: an
/// estimate of h that is off by less than 0.08 rounds to the wrong side only for multiples outside
/// the part; it is off by 5 2^-53 h at most, for h up to 2^46. A multiple counts if q has no
/// divisor up to 29, else a smaller prime crosses it out.
template <class V, Quotient way>
class EmitSingle {
    using U32 = typename V::U32;
    using F64 = typename V::F64;
    using F64Mask = typename V::F64Mask;
    using Mask = typename V::Mask;

  public:
    EmitSingle(const EmissionTask& task, CompositeSink& sink, const WindowPart& part)
        : task_(task), multiples_(sink, task.notation, part.offset),
          width_(30 * std::uint64_t{part.size}), after_(static_cast<double>(width_ / 2)),
          centre_(task.start + std::uint64_t{30} * part.offset + width_ / 2),
          half_centre_((centre_.high + centre_.low) / 2),
          from_square_(reaches_squares(task.prime_origin + task.last_prime, task.start)) {}

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
        filter(staged_);
        multiples_.finish();
    }

  private:
    static constexpr std::size_t stage_size = 512;
    static constexpr std::size_t stage_room = stage_size + 64;

    __attribute__((noinline)) void emit_class(const PrimeBlock& block, unsigned c) {
        const QuotientEstimate<V, way> estimate(half_centre_, -0.5,
                                                task_.prime_origin + block.centre());
        const F64 high = V::set(centre_.high);
        const F64 low = V::set(centre_.low);
        const F64 reach = V::set(static_cast<double>(width_) - after_);
        const F64 residue = V::set(static_cast<double>(task_.prime_origin + wheel_residues[c]));
        const bool from_square = from_square_;
        for (std::size_t i = primes_.begin(); i < primes_.end();) {
            std::size_t staged = staged_;
            for (; i < primes_.end() && staged < stage_size; i += V::lanes) {
                const Mask valid = V::first_lanes(primes_.end() - i);
                const F64 p =
                    V::multiply_add(V::to_f64(V::load(primes_.at(i))), V::set(30.0), residue);
                const F64 q = V::multiply_add(rounded<V>(estimate(p)), V::set(2.0), V::set(1.0));
                const F64 offset = V::subtract(V::residual(q, p, high), low);
                F64Mask wanted = V::both(V::widen(valid), V::within(offset, reach));
                if (__builtin_expect(from_square, 0)) {
                    wanted = V::and_not(wanted, V::less(q, p));
                }
                V::compress(stage_cofactors_ + staged, wanted, q);
                staged += V::compress(stage_offsets_ + staged, wanted, offset);
            }
            staged_ = staged;
            if (staged >= stage_size) {
                drain();
            }
        }
    }

    __attribute__((noinline)) void drain() {
        filter(stage_size);
        staged_ -= stage_size;
        for (std::size_t i = 0; i < staged_; ++i) {
            stage_offsets_[i] = stage_offsets_[stage_size + i];
            stage_cofactors_[i] = stage_cofactors_[stage_size + i];
        }
    }

    /// Lists those of the first `count` candidates that are in the window and not crossed out by
    /// others.
    void filter(std::size_t count) {
        const F64 width = V::set(static_cast<double>(width_));
        typename SingleMultiples<V>::Adder add(multiples_);
        for (std::size_t i = 0; i < count; i += V::lanes) {
            const F64 from_start = V::add(V::load(stage_offsets_ + i), V::set(after_));
            const F64Mask inside = V::and_not(V::less(from_start, width), V::negative(from_start));
            const F64 half = V::multiply_add(from_start, V::set(0.5), V::set(-0.5));
            const F64 q = V::load(stage_cofactors_ + i);
            const F64 periods = rounded<V>(V::multiply_add(q, V::set(1.0 / period), V::set(-0.5)));
            const F64 cofactor = V::negated_multiply_add(periods, V::set(period), q);
            add(V::both(V::first_lanes(count - i), V::narrow(inside)), V::to_u32(half),
                V::to_u32(cofactor));
        }
    }

    /// -0.5 and then rounding leaves q mod period in [0, period], never above.
    static constexpr double period = SingleMultiples<V>::period;

    const EmissionTask task_;
    SingleMultiples<V> multiples_;
    const std::uint64_t width_;
    const double after_; ///< of the centre from the part's start
    const TwoDoubles centre_;
    const double half_centre_;
    const bool from_square_;
    ClassOfBlock<V> primes_;
    std::size_t staged_ = 0;
    alignas(64) double stage_offsets_[stage_room];
    alignas(64) double stage_cofactors_[stage_room];
};

/// For primes above 2^32, in windows of up to 2^27 bytes.
template <class V>
void emit_distant(const EmissionTask& task, CompositeSink& sink) {
    EmitSingle<V, Quotient::cubic>(task, sink, {0, task.window_size}).run();
}

} // namespace primerank::sieve
