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

    /// A group of primes, and the bits of multiples of theirs in the line.
    struct Lanes {
        U32 prime[interleave];
        U32 at[interleave];
    };

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
        std::size_t i = 0;
        for (; i < groups * medium_group && bases[i / medium_group] < bits; i += group) {
            const std::uint32_t smallest = bases[i / medium_group];
            const std::uint64_t largest = bases[i / medium_group + 1];
            while (sure * largest > bits) {
                --sure;
            }
            Lanes lanes = next_line<steps_of_line>(smallest, steps + i, firsts + i);
            for (std::uint64_t step = 0; step < sure; ++step) {
                if constexpr (V::lanes == 1) {
                    cross_out_all(line, lanes); // there is no vector to be taken apart
                } else {
                    filled = list_all(lanes, filled);
                    make_room();
                }
            }
            for (std::uint64_t step = sure; step * smallest < bits; ++step) {
                filled = list_inside(lanes, end, filled);
                make_room();
            }
        }
        for (; i < groups * medium_group; i += group) { // with one multiple at most
            Lanes lanes = next_line<steps_of_line>(bases[i / medium_group], steps + i, firsts + i);
            filled = list_inside(lanes, end, filled);
            make_room();
        }
        apply(line, list, filled);
    }

    /// A group, its first multiples moved on from the line before.
    template <std::size_t steps_of_line>
    __attribute__((always_inline)) static Lanes
    next_line(std::uint32_t base, const std::uint32_t* steps, std::uint32_t* firsts) {
        Lanes lanes;
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            U32& prime = lanes.prime[w];
            U32& at = lanes.at[w];
            const U32 packed = V::load(steps + V::lanes * w);
            const U32 step = V::bit_and(packed, V::set(line_step_mask));
            prime = V::add(V::set(base), V::template shift_right<line_step_bits>(packed));
            at = V::load(firsts + V::lanes * w);
#pragma GCC unroll 7
            for (std::size_t k = 0; k < steps_of_line; ++k) {
                at = V::subtract(at, step);
                at = V::minimum(at, V::add(at, prime)); // modulo p
            }
            V::store(firsts + V::lanes * w, at);
        }
        return lanes;
    }

    /// Crosses out what all lanes are at and moves them on to their next multiples.
    __attribute__((always_inline)) static void cross_out_all(std::uint8_t* line, Lanes& lanes) {
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            sieve::cross_out<notation>(line, composite(lanes.at[w]));
            lanes.at[w] = V::add(lanes.at[w], lanes.prime[w]);
        }
    }

    /// Lists what all lanes are at and moves them on to their next multiples; returns the end of
    /// the list.
    __attribute__((always_inline)) static std::uint32_t* list_all(Lanes& lanes,
                                                                  std::uint32_t* filled) {
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            V::store(filled, composite(lanes.at[w]));
            filled += V::lanes;
            lanes.at[w] = V::add(lanes.at[w], lanes.prime[w]);
        }
        return filled;
    }

    /// The same, but only what is in the line is listed.
    __attribute__((always_inline)) static std::uint32_t* list_inside(Lanes& lanes, U32 end,
                                                                     std::uint32_t* filled) {
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            const Mask inside = V::less(lanes.at[w], end);
            filled += V::compress(filled, inside, composite(lanes.at[w]));
            lanes.at[w] = V::add(lanes.at[w], lanes.prime[w]);
        }
        return filled;
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
