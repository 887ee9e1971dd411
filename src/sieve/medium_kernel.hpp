#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

namespace primerank::sieve {

/// Crosses out multiples of medium primes: one lane a prime. All lanes of a few vectors step from
/// multiple to multiple until the last of them has left the segment; the hits on their way are
/// collected in a list, because a processor clears bits one at a time anyway.
///
/// Primes ascend, so the largest of a group says how many multiples all of them have in the segment
/// for sure: those steps need no masks. The smallest says how many they may have: if that is one or
/// two more, so many steps with masks follow, and no branch depends on the data.
template <class V, Notation notation>
class MediumKernel {
    using U32 = typename V::U32;
    using Mask = typename V::Mask;
    using Turn = typename V::Wheel;
    static constexpr unsigned interleave = V::medium_interleave;
    static constexpr std::size_t group = V::lanes * interleave;

  public:
    static void run(std::uint8_t* segment, std::uint32_t size, unsigned c,
                    const std::uint16_t* quotients, std::uint32_t* positions, std::size_t count) {
        const Turn wheel(c, notation);
        const U32 end = V::set(size);
        alignas(64) std::uint32_t list[list_size];
        std::uint32_t* filled = list;
        const auto make_room = [&]() __attribute__((always_inline)) {
            if (__builtin_expect(filled >= list + list_size - group - V::lanes, 0)) {
                filled = apply(segment, list, filled);
            }
        };
        std::size_t sure = most_sure;
        for (std::size_t i = 0; i < count; i += group) {
            const std::uint32_t smallest = quotients[i];
            const std::uint32_t largest = i + group <= count ? quotients[i + group - 1] : ~0U - 1;
            while (sure > 0 && !always_contains(size, sure, largest + 1)) {
                --sure;
            }
            Lanes lanes = load(quotients + i, positions + i);
            for (std::size_t step = 0; step < sure; ++step) {
                filled = step_all(lanes, wheel, filled);
                make_room();
            }
            if (never_contains(size, sure + 3, smallest)) {
                const bool two = !never_contains(size, sure + 2, smallest);
                filled = step_inside(lanes, wheel, end, filled);
                make_room();
                if (two) {
                    filled = step_inside(lanes, wheel, end, filled);
                    make_room();
                }
            } else {
                while (any_inside(lanes, end)) {
                    filled = step_inside(lanes, wheel, end, filled);
                    make_room();
                }
            }
            store(lanes, end, positions + i);
        }
        apply(segment, list, filled);
    }

  private:
    static constexpr std::size_t list_size = 1024;
    static constexpr std::size_t most_sure = Turn::tables.most.size() - 4;

    /// One group of primes on their way through the segment.
    struct Lanes {
        U32 byte[interleave];
        U32 quotient[interleave];
        typename Turn::State state[interleave];
    };

    /// Whether 30 size adjacent numbers hold that many multiples of p < 30 quotient with cofactors
    /// on the wheel, wherever they begin.
    static bool always_contains(std::uint64_t size, std::size_t multiples, std::uint64_t quotient) {
        return Turn::tables.most[multiples + 1] * quotient <= size;
    }

    /// Whether they never hold as many, for p > 30 quotient.
    static bool never_contains(std::uint64_t size, std::size_t multiples, std::uint64_t quotient) {
        return Turn::tables.least[multiples - 1] * quotient >= size;
    }

    __attribute__((always_inline)) static Lanes load(const std::uint16_t* quotients,
                                                     const std::uint32_t* positions) {
        Lanes lanes;
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            const U32 position = V::load(positions + V::lanes * w);
            lanes.byte[w] = V::template shift_right<8>(position);
            lanes.state[w] = Turn::state(position);
            lanes.quotient[w] = Turn::short_quotient(V::load(quotients + V::lanes * w));
        }
        return lanes;
    }

    /// Lists the hits of all lanes and moves them on to their next; returns the end of the list.
    __attribute__((always_inline)) static std::uint32_t* step_all(Lanes& lanes, const Turn& wheel,
                                                                  std::uint32_t* filled) {
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            V::store(filled, composite(lanes, wheel, w));
            filled += V::lanes;
            lanes.byte[w] =
                V::add(lanes.byte[w], wheel.short_step(lanes.state[w], lanes.quotient[w]));
            lanes.state[w] = wheel.next(lanes.state[w]);
        }
        return filled;
    }

    /// The same for the lanes that are still in the segment.
    __attribute__((always_inline)) static std::uint32_t*
    step_inside(Lanes& lanes, const Turn& wheel, U32 end, std::uint32_t* filled) {
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            const Mask inside = V::less(lanes.byte[w], end);
            filled += V::compress(filled, inside, composite(lanes, wheel, w));
            lanes.byte[w] = V::add_if(inside, lanes.byte[w],
                                      wheel.short_step(lanes.state[w], lanes.quotient[w]));
            lanes.state[w] = wheel.next_if(inside, lanes.state[w]);
        }
        return filled;
    }

    __attribute__((always_inline)) static U32 composite(const Lanes& lanes, const Turn& wheel,
                                                        unsigned w) {
        if constexpr (notation == Notation::hit) {
            return wheel.hit(lanes.state[w], lanes.byte[w]);
        } else {
            return V::bit_or(V::template shift_left<byte_shift(notation)>(lanes.byte[w]),
                             wheel.mark(lanes.state[w]));
        }
    }

    __attribute__((always_inline)) static bool any_inside(const Lanes& lanes, U32 end) {
        bool any = false;
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            any |= V::any(V::less(lanes.byte[w], end));
        }
        return any;
    }

    /// Stores positions for the next segment.
    __attribute__((always_inline)) static void store(const Lanes& lanes, U32 end,
                                                     std::uint32_t* positions) {
#pragma GCC unroll 4
        for (unsigned w = 0; w < interleave; ++w) {
            V::store(positions + V::lanes * w,
                     V::bit_or(V::template shift_left<8>(V::subtract(lanes.byte[w], end)),
                               Turn::lowest_byte(lanes.state[w])));
        }
    }

    /// Crosses out what is listed; returns the end of an empty list.
    __attribute__((noinline)) static std::uint32_t*
    apply(std::uint8_t* segment, std::uint32_t* list, const std::uint32_t* filled) {
        sieve::cross_out<notation>(segment, list, static_cast<std::size_t>(filled - list));
        return list;
    }
};

} // namespace primerank::sieve
