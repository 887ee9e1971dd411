#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Crosses out multiples of medium primes: one lane a prime. All lanes of a few vectors step from
/// multiple to multiple until the last of them has left the segment; the hits on their way are
/// collected in a list, because a processor clears bits one at a time anyway.
///
/// Primes ascend, so the largest of a group says how many multiples all of them have in the segment
/// for sure; those steps need no masks.
template <class V>
class MediumKernel {
    using U32 = typename V::U32;
    using Mask = typename V::Mask;
    using Turn = typename V::Wheel;
    static constexpr unsigned interleave = V::medium_interleave;
    static constexpr std::size_t group = V::lanes * interleave;

  public:
    static void run(std::uint8_t* segment, std::uint32_t size, unsigned c,
                    const std::uint16_t* quotients, std::uint32_t* positions, std::size_t count) {
        MediumKernel kernel(segment, size, c);
        std::size_t sure = most_sure;
        for (std::size_t i = 0; i < count; i += group) {
            const std::uint32_t largest = i + group <= count ? quotients[i + group - 1] : ~0U - 1;
            while (sure > 0 && !contains(size, sure, largest + 1)) {
                --sure;
            }
            kernel.cross_out(quotients + i, positions + i, sure);
        }
        kernel.apply(kernel.filled_);
    }

  private:
    static constexpr std::size_t list_size = 1024;
    static constexpr std::size_t most_sure = Turn::tables.reach.size() - 2;

    MediumKernel(std::uint8_t* segment, std::uint32_t size, unsigned c)
        : segment_(segment), end_(V::set(size)), wheel_(c), filled_(list_) {}

    /// Whether 30 size adjacent numbers hold `multiples` of p < 30 quotient with cofactors on the
    /// wheel, wherever they begin.
    static bool contains(std::uint64_t size, std::size_t multiples, std::uint64_t quotient) {
        return Turn::tables.reach[multiples + 1] * quotient <= size;
    }

    __attribute__((always_inline)) void cross_out(const std::uint16_t* quotients,
                                                  std::uint32_t* positions, std::size_t sure) {
        const Turn wheel = wheel_; // locals, which need not be where stores to the list might go
        const U32 end = end_;
        std::uint32_t* filled = filled_;
        U32 byte[interleave];
        U32 quotient[interleave];
        typename Turn::State state[interleave];
        Mask inside[interleave];
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            const U32 position = V::load(positions + V::lanes * w);
            byte[w] = V::template shift_right<8>(position);
            state[w] = Turn::state(position);
            quotient[w] = Turn::short_quotient(V::load(quotients + V::lanes * w));
        }
        for (std::size_t step = 0; step < sure; ++step) {
#pragma GCC unroll 4
            for (unsigned w = 0; w < interleave; ++w) {
                V::store(filled, wheel.hit(state[w], byte[w]));
                filled += V::lanes;
                byte[w] = V::add(byte[w], wheel.short_step(state[w], quotient[w]));
                state[w] = wheel.next(state[w]);
            }
            filled = with_room(filled);
        }
        bool any = false;
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            inside[w] = V::less(byte[w], end);
            any |= V::any(inside[w]);
        }
        while (any) {
            any = false;
#pragma GCC unroll 4
            for (unsigned w = 0; w < interleave; ++w) {
                filled += V::compress(filled, inside[w], wheel.hit(state[w], byte[w]));
                byte[w] = V::add_if(inside[w], byte[w], wheel.short_step(state[w], quotient[w]));
                state[w] = wheel.next_if(inside[w], state[w]);
                inside[w] = V::less(byte[w], end);
                any |= V::any(inside[w]);
            }
            filled = with_room(filled);
        }
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            V::store(positions + V::lanes * w,
                     V::bit_or(V::template shift_left<8>(V::subtract(byte[w], end)),
                               Turn::lowest_byte(state[w])));
        }
        filled_ = filled;
    }

    /// Where the list goes on, with room for one more step of all vectors.
    __attribute__((always_inline)) std::uint32_t* with_room(std::uint32_t* filled) {
        if (__builtin_expect(filled >= list_ + list_size - group - V::lanes, 0)) {
            return apply(filled);
        }
        return filled;
    }

    /// Applies the list up to filled; it is empty then.
    __attribute__((noinline)) std::uint32_t* apply(const std::uint32_t* filled) {
        apply_hits(segment_, list_, static_cast<std::size_t>(filled - list_));
        return list_;
    }

    std::uint8_t* const segment_;
    const U32 end_;
    const Turn wheel_;
    std::uint32_t* filled_;
    alignas(64) std::uint32_t list_[list_size];
};

} // namespace primerank::sieve
