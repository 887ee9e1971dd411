#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/prime_block.hpp"

namespace primerank::sieve {

/// Where the odd multiples of primes with one in the window at most end up, whichever way they were
/// found: those that no smaller prime crosses out go to the sink in lists.
template <class V>
class SingleMultiples {
    using U32 = typename V::U32;
    using Mask = typename V::Mask;

  public:
    /// The product of the primes that a cofactor must not have.
    static constexpr std::uint32_t period = 3U * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29;

    /// offset: added to the places of multiples, in bytes.
    SingleMultiples(CompositeSink& sink, Notation notation, std::uint32_t offset)
        : sink_(sink), shift_(byte_shift(notation)), offset_(offset << shift_),
          mark_of_(marks(notation)) {}

    /// Adds some. A local one keeps its constants and its place where stores to the list cannot
    /// change them.
    class Adder {
      public:
        explicit Adder(SingleMultiples& multiples)
            : multiples_(multiples), listed_(multiples.listed_) {}
        Adder(const Adder&) = delete;
        Adder& operator=(const Adder&) = delete;
        ~Adder() { multiples_.listed_ = listed_; }

        /// Of the lanes in mask: half the places, (number - 1) / 2 from the offset on, and
        /// cofactors modulo period, perhaps times a number that has no divisor in common with it.
        __attribute__((always_inline)) void operator()(Mask mask, U32 half, U32 cofactor) {
#pragma GCC unroll 16
            for (const Divisor<V>& divisor : divisors_) {
                mask = V::both(mask, divisor.does_not_divide(cofactor));
            }
            listed_ += V::compress(multiples_.list_ + listed_, mask, half);
            if (__builtin_expect(listed_ >= CompositeSink::list_size, 0)) {
                multiples_.hand_over(listed_);
                listed_ = 0;
            }
        }

      private:
        SingleMultiples& multiples_;
        std::size_t listed_;
        const std::array<Divisor<V>, 9> divisors_{Divisor<V>(3),  Divisor<V>(5),  Divisor<V>(7),
                                                  Divisor<V>(11), Divisor<V>(13), Divisor<V>(17),
                                                  Divisor<V>(19), Divisor<V>(23), Divisor<V>(29)};
    };

    /// Hands over what is listed.
    void finish() {
        hand_over(listed_);
        listed_ = 0;
    }

  private:
    /// What a notation has beside the byte, by half an odd residue mod 30.
    static std::array<std::uint8_t, 15> marks(Notation notation) {
        std::array<std::uint8_t, 15> marks{};
        for (std::size_t i = 0; i < marks.size(); ++i) {
            const std::uint8_t bit = wheel_bits[2 * i + 1];
            marks[i] = notation == Notation::hit ? masks_without_bit[bit % 8] : bit;
        }
        return marks;
    }

    __attribute__((noinline)) void hand_over(std::size_t count) {
        for (std::size_t i = 0; i < count; i += V::lanes) {
            const U32 half = V::load(list_ + i);
            const U32 byte = V::template divide<15>(half);
            const U32 residue = V::subtract(half, V::multiply(byte, V::set(std::uint32_t{15})));
            const U32 composite = V::bit_or(V::shift_left(byte, shift_), mark_of_[residue]);
            V::store(list_ + i, V::add(composite, V::set(offset_)));
        }
        sink_.take(list_, count);
    }

    CompositeSink& sink_;
    const unsigned shift_;
    const std::uint32_t offset_;
    const typename V::template ByteTable<15> mark_of_;
    std::size_t listed_ = 0;
    alignas(64) std::uint32_t list_[CompositeSink::list_size + 2 * V::lanes];
};

} // namespace primerank::sieve
