#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Crosses out multiples of medium primes in a residue line: every p-th bit, one lane a prime. All
/// lanes of a few vectors step from multiple to multiple until the last of them has left the line;
/// the hits on their way are collected in a list, because a processor clears bits one at a time
/// anyway.
///
/// Primes ascend, so the largest of a group says how many multiples all of them have in the line
/// for sure: those steps need no masks, and are a store and an addition. The smallest says how many
/// they may have: that is one or two more.
template <class V, Notation notation>
class LineMediumKernel {
    using U32 = typename V::U32;
    using Mask = typename V::Mask;
    static constexpr unsigned interleave = V::medium_interleave;
    static constexpr std::size_t group = V::lanes * interleave;

    static_assert(medium_group % group == 0);

  public:
    static void run(std::uint8_t* line, std::uint32_t bits, unsigned steps_of_line,
                    const std::uint32_t* bases, const std::uint32_t* steps, std::uint32_t* firsts,
                    std::size_t groups) {
        constexpr auto run_after = []<std::size_t... n>(std::index_sequence<n...>) {
            return std::array{run_after_steps<n>...};
        }
        (std::make_index_sequence<most_line_steps + 1>{});
        run_after[steps_of_line](line, bits, bases, steps, firsts, groups);
    }

  private:
    static constexpr std::size_t list_size = 1024;

    template <std::size_t steps_of_line>
    static void run_after_steps(std::uint8_t* line, std::uint32_t bits, const std::uint32_t* bases,
                                const std::uint32_t* steps, std::uint32_t* firsts,
                                std::size_t groups) {
        const U32 end = V::set(bits);
        alignas(64) std::uint32_t list[list_size];
        std::uint32_t* filled = list;
        const auto make_room = [&]() __attribute__((always_inline)) {
            if (__builtin_expect(filled >= list + list_size - group - V::lanes, 0)) {
                filled = apply(line, list, filled);
            }
        };
        std::uint64_t sure = groups > 0 ? bits / bases[0] : 0;
        for (std::size_t i = 0; i < groups * medium_group; i += group) {
            const std::uint32_t smallest = bases[i / medium_group];
            const std::uint64_t largest = bases[i / medium_group + 1];
            while (sure * largest > bits) {
                --sure;
            }
            U32 prime[interleave];
            U32 at[interleave];
#pragma GCC unroll 4
            for (unsigned w = 0; w < interleave; ++w) {
                const std::size_t from = i + V::lanes * w;
                const U32 packed = V::load(steps + from);
                const U32 step = V::bit_and(packed, V::set(line_step_mask));
                prime[w] =
                    V::add(V::set(smallest), V::template shift_right<line_step_bits>(packed));
                at[w] = V::load(firsts + from);
#pragma GCC unroll 7
                for (std::size_t k = 0; k < steps_of_line; ++k) {
                    at[w] = V::subtract(at[w], step);
                    at[w] = V::minimum(at[w], V::add(at[w], prime[w])); // modulo p
                }
                V::store(firsts + from, at[w]);
            }
            for (std::uint64_t step = 0; step < sure; ++step) {
#pragma GCC unroll 4
                for (unsigned w = 0; w < interleave; ++w) {
                    V::store(filled, composite(at[w]));
                    filled += V::lanes;
                    at[w] = V::add(at[w], prime[w]);
                }
                make_room();
            }
            for (std::uint64_t step = sure; step * smallest < bits; ++step) {
#pragma GCC unroll 4
                for (unsigned w = 0; w < interleave; ++w) {
                    const Mask inside = V::less(at[w], end);
                    filled += V::compress(filled, inside, composite(at[w]));
                    at[w] = V::add(at[w], prime[w]);
                }
                make_room();
            }
        }
        apply(line, list, filled);
    }

    __attribute__((always_inline)) static U32 composite(U32 bit) {
        if constexpr (notation == Notation::hit) {
            return V::hit(bit);
        } else {
            return bit;
        }
    }

    /// Crosses out what is listed; returns the end of an empty list.
    __attribute__((noinline)) static std::uint32_t* apply(std::uint8_t* line, std::uint32_t* list,
                                                          const std::uint32_t* filled) {
        sieve::cross_out<notation>(line, list, static_cast<std::size_t>(filled - list));
        return list;
    }
};

} // namespace primerank::sieve
