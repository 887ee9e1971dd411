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
///
/// With each step about as many hits are crossed out as it lists, by straight code: to clear bits
/// takes stores, and to step takes anything but stores, so that a core does both at a time. Hits
/// wait until some more are listed, because a vector is not to be read in parts just after it is
/// written.
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
    static constexpr std::size_t list_size = 2048;
    static constexpr std::size_t least_waiting = 64;

    /// Hits in the order in which they are listed; those from `next` on are not crossed out yet.
    struct Queue {
        std::uint8_t* line;
        std::uint32_t* list;
        std::uint32_t* next;
        std::uint32_t* end;
    };

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
        alignas(64) std::uint32_t list[list_size + V::lanes];
        Queue queue{line, list, list, list};
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
                    list_all(lanes, queue);
                    cross_out_some<group>(queue);
                }
            }
            for (std::uint64_t step = sure; step * smallest < bits; ++step) {
                list_inside(lanes, end, queue);
                cross_out_some<group / 3>(queue);
            }
        }
        // The others have one multiple at most, first two thirds of them or more, then fewer.
        const auto list_below = [&]<std::size_t some>(
            std::uint64_t limit, std::integral_constant<std::size_t, some> /*of a group*/)
            __attribute__((always_inline)) {
            for (; i < groups * medium_group && bases[i / medium_group] < limit; i += group) {
                Lanes lanes =
                    next_line<steps_of_line>(bases[i / medium_group], steps + i, firsts + i);
                list_inside(lanes, end, queue);
                cross_out_some<some>(queue);
            }
        };
        list_below(std::uint64_t{bits} * 3 / 2,
                   std::integral_constant<std::size_t, group * 2 / 3>{});
        list_below(~std::uint64_t{0}, std::integral_constant<std::size_t, group / 3>{});
        sieve::cross_out<notation>(line, queue.next,
                                   static_cast<std::size_t>(queue.end - queue.next));
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

    /// Lists what all lanes are at and moves them on to their next multiples.
    __attribute__((always_inline)) static void list_all(Lanes& lanes, Queue& queue) {
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            V::store(queue.end, composite(lanes.at[w]));
            queue.end += V::lanes;
            lanes.at[w] = V::add(lanes.at[w], lanes.prime[w]);
        }
    }

    /// The same, but only what is in the line is listed.
    __attribute__((always_inline)) static void list_inside(Lanes& lanes, U32 end, Queue& queue) {
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            const Mask inside = V::less(lanes.at[w], end);
            queue.end += V::compress(queue.end, inside, composite(lanes.at[w]));
            lanes.at[w] = V::add(lanes.at[w], lanes.prime[w]);
        }
    }

    __attribute__((always_inline)) static U32 composite(U32 bit) {
        if constexpr (notation == Notation::hit) {
            return V::hit(bit);
        } else {
            return bit;
        }
    }

    /// Crosses out so many hits, if enough are listed, and makes room for another group.
    template <std::size_t count>
    __attribute__((always_inline)) static void cross_out_some(Queue& queue) {
        if constexpr (V::lanes > 1) {
            if (static_cast<std::size_t>(queue.end - queue.next) >= least_waiting + count) {
#pragma GCC unroll 48
                for (std::size_t k = 0; k < count; ++k) {
                    sieve::cross_out<notation>(queue.line, queue.next[k]);
                }
                queue.next += count;
            }
        }
        if (__builtin_expect(queue.end > queue.list + list_size - group, 0)) {
            queue.end = cross_out_most(queue.line, queue.list, queue.next, queue.end);
            queue.next = queue.list;
        }
    }

    /// Crosses out all but the last hits and moves these to the front of the list; returns its end.
    __attribute__((noinline)) static std::uint32_t* cross_out_most(std::uint8_t* line,
                                                                   std::uint32_t* list,
                                                                   const std::uint32_t* next,
                                                                   const std::uint32_t* end) {
        const std::uint32_t* const last = end - least_waiting;
        sieve::cross_out<notation>(line, next, static_cast<std::size_t>(last - next));
        std::memcpy(list, last, least_waiting * sizeof *list);
        return list + least_waiting;
    }
};

} // namespace primerank::sieve
