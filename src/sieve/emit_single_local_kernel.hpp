#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/emit_single_kernel.hpp"
#include "sieve/prime_block.hpp"
#include "sieve/single_multiples.hpp"

namespace primerank::sieve {

/// Does what EmitSingle does, for primes large enough that all of it fits 32 bits. Let n, an odd
/// number, be the centre of a part, and c = 2 b + 1 that of a block of primes p = c + 2 e; with Q
/// the odd number nearest to n / c and R = n - c Q,
///
///     n / p = Q + k(e),    k(e) = R / c - (2 n / c^2) (e - 2 e^2 / c + 4 e^3 / c^2 - ...),
///
/// where from 2^25 on |2 e| < 2^-9 c. The nearest odd q is Q + 2 m with m the rounded k / 2. Up to
/// |k / 2| = 2.5 10^5 single precision finds that to 0.045: the coefficient n / c^2 and the series
/// are rounded by 2^-24, which makes 0.015 each, k / 2 by 2^-7, and the terms left out are below
/// 0.005. EmitSingle allows for 0.08. Half the way from n to p q is
///
///     (p q - n) / 2 = e Q + m p - R / 2,
///
/// not farther than 0.58 p < 2.5 10^9; its value modulo 2^32 will do, because what wraps around is
/// still 1.8 10^9 away, and half a part is not that long.
template <class V>
class EmitSingleLocal {
    using U32 = typename V::U32;
    using F32 = typename V::F32;
    using Mask = typename V::Mask;

  public:
    EmitSingleLocal(const EmissionTask& task, CompositeSink& sink)
        : task_(task), multiples_(sink, task.notation, 0), start_(task.start) {
        for_each_part(task, [this](const WindowPart& part) {
            Part& numbers = parts_[part_count_++];
            numbers.begin = 15 * part.offset;
            numbers.width = 15 * part.size;
            numbers.centre = (start_ + 30 * std::uint64_t{part.offset} + numbers.width) | 1;
        });
    }

    /// From this prime on it serves for a window: blocks of least_bytes keep k small enough.
    static std::uint64_t first_prime(uint128 start) {
        const double root =
            std::sqrt(1.1 * static_cast<double>(start) * 15 * least_bytes / (2 * largest_k));
        return std::max(std::uint64_t{1} << 25, static_cast<std::uint64_t>(root));
    }

    void run() {
        const auto end = static_cast<std::uint32_t>(task_.last_prime / 30 + 1);
        auto first = static_cast<std::uint32_t>(task_.first_prime / 30) & ~63U;
        while (first < end) {
            const PrimeBlock block = PrimeBlock::from(first, end, bytes_from(first));
            for (unsigned i = 0; i < part_count_; ++i) {
                locals_[i] = Local(block, parts_[i].centre, start_);
            }
            for (unsigned c = 0; c < 8; ++c) {
                primes_.decode(task_, block, c);
                for (unsigned i = 0; i < part_count_; ++i) {
                    emit_class(locals_[i], parts_[i], c);
                }
            }
            first = block.last;
        }
        filter(staged_);
        multiples_.finish();
    }

  private:
    static constexpr double largest_k = 2.5e5;
    static constexpr std::uint32_t least_bytes = 512;
    static constexpr std::size_t stage_size = 512;
    static constexpr std::size_t stage_room = stage_size + 64;
    static constexpr std::uint32_t period = SingleMultiples<V>::period;

    /// A part of the window in odd numbers.
    struct Part {
        std::uint32_t begin; ///< from the window's start
        std::uint32_t width;
        uint128 centre; ///< on the number line
    };

    /// Constants of a block and a part.
    struct Local {
        Local() = default;
        Local(const PrimeBlock& block, uint128 n, uint128 start) {
            const std::uint64_t c = block.centre() | 1;
            // Of an odd quotient and the next, what is nearest.
            const auto q = static_cast<std::uint64_t>(n / c) | 1;
            const auto low = static_cast<std::uint64_t>(n);
            const auto r = static_cast<std::int64_t>(low - c * q); // may wrap, and back
            const auto real_c = static_cast<double>(c);
            const double slope = static_cast<double>(n) / real_c / real_c;
            k0 = static_cast<float>(static_cast<double>(r) / real_c / 2);
            k1 = static_cast<float>(-slope);
            k2 = static_cast<float>(slope / real_c * 2);
            k3 = static_cast<float>(-slope / real_c / real_c * 4);
            centre = static_cast<std::uint32_t>(c);
            quotient = static_cast<std::uint32_t>(q);
            // Room for a negative m, below 2^32 also with a positive one.
            const std::uint64_t half = (q + period) / 2 % period;
            cofactor = static_cast<std::uint32_t>(half < (1U << 20) ? half + period : half);
            offset = static_cast<std::uint32_t>(
                (low - static_cast<std::uint64_t>(start) - static_cast<std::uint64_t>(r)) / 2);
        }

        float k0, k1, k2, k3;
        std::uint32_t centre;
        std::uint32_t quotient; ///< Q mod 2^32
        std::uint32_t cofactor; ///< Q / 2 modulo the product of the tested primes
        std::uint32_t offset;   ///< of n - R from the window's start, in odd numbers, mod 2^32
    };

    /// The longest block from here on that keeps |k / 2| within largest_k.
    [[nodiscard]] std::uint32_t bytes_from(std::uint32_t first) const {
        const double p = 30.0 * first;
        const double n = static_cast<double>(start_) + 30.0 * task_.window_size;
        const double bytes = 2 * largest_k * p * p / 15 / n;
        return bytes >= PrimeBlock::bytes ? PrimeBlock::bytes
                                          : static_cast<std::uint32_t>(bytes) / 64 * 64;
    }

    __attribute__((noinline)) void emit_class(const Local& local, const Part& part, unsigned c) {
        const U32 class_from_centre = V::set(
            static_cast<std::uint32_t>((std::int64_t{wheel_residues[c]} - local.centre) / 2));
        const F32 k0 = V::set(local.k0);
        const F32 k1 = V::set(local.k1);
        const F32 k2 = V::set(local.k2);
        const F32 k3 = V::set(local.k3);
        const U32 centre = V::set(local.centre);
        const U32 quotient = V::set(local.quotient);
        const U32 cofactor = V::set(local.cofactor);
        const U32 shift = V::set(local.offset);
        const U32 begin = V::set(part.begin);
        const U32 width = V::set(part.width);
        // No call in the inner loop: constants stay in registers.
        for (std::size_t i = primes_.begin(); i < primes_.end();) {
            std::size_t staged = staged_;
            for (; i < primes_.end() && staged < stage_size; i += V::lanes) {
                const Mask valid = V::first_lanes(primes_.end() - i);
                const U32 byte = V::load(primes_.at(i));
                const U32 e =
                    V::add(V::subtract(V::template shift_left<4>(byte), byte), class_from_centre);
                const U32 p = V::add(V::add(e, e), centre);
                const F32 real_e = V::to_f32(e);
                F32 series = V::multiply_add(real_e, k3, k2);
                series = V::multiply_add(real_e, series, k1);
                const U32 m = V::nearest(V::multiply_add(real_e, series, k0));
                const U32 from_start =
                    V::add(V::add(V::multiply(e, quotient), V::multiply(m, p)), shift);
                const Mask inside = V::less_any(V::subtract(from_start, begin), width);
                const Mask wanted = V::both(valid, inside);
                V::compress(stage_cofactors_ + staged, wanted, V::add(m, cofactor));
                staged += V::compress(stage_offsets_ + staged, wanted, from_start);
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

    /// Lists those of the first `count` candidates that are not crossed out by others.
    void filter(std::size_t count) {
        typename SingleMultiples<V>::Adder add(multiples_);
        for (std::size_t i = 0; i < count; i += V::lanes) {
            add(V::first_lanes(count - i), V::load(stage_offsets_ + i),
                V::load(stage_cofactors_ + i));
        }
    }

    const EmissionTask task_;
    SingleMultiples<V> multiples_;
    const uint128 start_;
    std::array<Part, EmissionTask::most_parts> parts_;
    std::array<Local, EmissionTask::most_parts> locals_;
    unsigned part_count_ = 0;
    ClassOfBlock<V> primes_;
    std::size_t staged_ = 0;
    alignas(64) std::uint32_t stage_offsets_[stage_room];
    alignas(64) std::uint32_t stage_cofactors_[stage_room];
};

/// Runs for the primes of a task what is the fastest that serves for them. Multiples p q with q < p
/// are left to EmitSingle, which knows that they do not count.
template <class V>
void emit_single(const EmissionTask& task, CompositeSink& sink) {
    emit_inner(
        task, EmitSingleLocal<V>::first_prime(task.start),
        [&sink](const EmissionTask& some) { EmitSingleLocal<V>(some, sink).run(); },
        [&sink](const EmissionTask& some) {
            for_each_part(some, [&](const WindowPart& window) {
                emit_by_size<V, EmitSingle>(some, sink, window);
            });
        });
}

} // namespace primerank::sieve
