#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Crosses out multiples of medium primes: one lane a prime. All lanes of a few vectors step from
/// multiple to multiple until the last of them has left the segment; the hits on their way are
/// collected in a list, because a processor clears bits one at a time anyway.
template <class V>
struct MediumKernel {
    static constexpr unsigned interleave = V::medium_interleave;
    static constexpr std::size_t list_size = 1024;

    static void run(std::uint8_t* segment, std::uint32_t size, unsigned c,
                    const std::uint16_t* quotients, std::uint32_t* positions, std::size_t count) {
        const typename V::Wheel wheel(c);
        const auto end = V::set(size);
        alignas(64) std::uint32_t list[list_size];
        std::uint32_t* filled = list;
        std::uint32_t* const full = list + list_size - 16 * (interleave + 1);
        for (std::size_t i = 0; i < count; i += V::lanes * interleave) {
            typename V::U32 byte[interleave];
            typename V::U32 quotient[interleave];
            typename V::Wheel::State state[interleave];
            typename V::Mask inside[interleave];
            bool any = false;
#pragma GCC unroll 4
            for (unsigned w = 0; w < interleave; ++w) {
                const auto position = V::load(positions + i + V::lanes * w);
                byte[w] = V::template shift_right<8>(position);
                state[w] = V::Wheel::state(position);
                quotient[w] = V::Wheel::short_quotient(V::load(quotients + i + V::lanes * w));
                inside[w] = V::less(byte[w], end);
                any |= V::any(inside[w]);
            }
            while (any) {
                any = false;
#pragma GCC unroll 4
                for (unsigned w = 0; w < interleave; ++w) {
                    const auto hit =
                        V::bit_or(V::template shift_left<8>(byte[w]), wheel.mask(state[w]));
                    filled += V::compress(filled, inside[w], hit);
                    byte[w] =
                        V::add_if(inside[w], byte[w], wheel.short_step(state[w], quotient[w]));
                    state[w] = wheel.next_if(inside[w], state[w]);
                    inside[w] = V::less(byte[w], end);
                    any |= V::any(inside[w]);
                }
                if (__builtin_expect(filled >= full, 0)) {
                    apply_hits(segment, list, static_cast<std::size_t>(filled - list));
                    filled = list;
                }
            }
#pragma GCC unroll 4
            for (unsigned w = 0; w < interleave; ++w) {
                V::store(positions + i + V::lanes * w,
                         V::bit_or(V::template shift_left<8>(V::subtract(byte[w], end)),
                                   V::Wheel::lowest_byte(state[w])));
            }
        }
        apply_hits(segment, list, static_cast<std::size_t>(filled - list));
    }
};

} // namespace primerank::sieve
