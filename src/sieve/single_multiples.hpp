#pragma once

// Compiled once for each instruction set: see kernels_body.hpp.

#include "sieve/prime_block.hpp"

namespace primerank::sieve {

/// Where the multiples of primes with one in the window at most end up, whichever way they were
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

    /// Of the lanes in mask, odd multiples: their places, as numbers from the offset on, and
    /// cofactors modulo period.
    __attribute__((always_inline)) void add(Mask mask, U32 number, U32 cofactor) {
        mask = V::both(mask, by3_.does_not_divide(cofactor));
        mask = V::both(mask, by5_.does_not_divide(cofactor));
        mask = V::both(mask, by7_.does_not_divide(cofactor));
        mask = V::both(mask, by11_.does_not_divide(cofactor));
        mask = V::both(mask, by13_.does_not_divide(cofactor));
        mask = V::both(mask, by17_.does_not_divide(cofactor));
        mask = V::both(mask, by19_.does_not_divide(cofactor));
        mask = V::both(mask, by23_.does_not_divide(cofactor));
        mask = V::both(mask, by29_.does_not_divide(cofactor));
        const U32 byte = V::template divide<30>(number);
        const U32 residue = V::subtract(number, V::multiply(byte, V::set(std::uint32_t{30})));
        const U32 composite = V::bit_or(V::shift_left(byte, shift_), mark_of_[residue]);
        listed_ += V::compress(list_ + listed_, mask, V::add(composite, V::set(offset_)));
        if (listed_ >= CompositeSink::list_size) {
            sink_.take(list_, listed_);
            listed_ = 0;
        }
    }

    /// Hands over what is listed.
    void finish() { sink_.take(list_, listed_); }

  private:
    /// What a notation has beside the byte, by residue mod 30.
    static std::array<std::uint8_t, 30> marks(Notation notation) {
        std::array<std::uint8_t, 30> marks = wheel_bits;
        if (notation == Notation::hit) {
            for (std::uint8_t& mark : marks) {
                mark = masks_without_bit[mark % 8];
            }
        }
        return marks;
    }

    CompositeSink& sink_;
    const unsigned shift_;
    const std::uint32_t offset_;
    const typename V::template ByteTable<30> mark_of_;
    const Divisor<V> by3_{3}, by5_{5}, by7_{7}, by11_{11}, by13_{13}, by17_{17}, by19_{19},
        by23_{23}, by29_{29};
    std::size_t listed_ = 0;
    alignas(64) std::uint32_t list_[CompositeSink::list_size + 2 * V::lanes];
};

} // namespace primerank::sieve
