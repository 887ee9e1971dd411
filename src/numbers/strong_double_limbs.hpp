#pragma once

// The strong test beyond 2^64 of several vectors of numbers in step: included by the sources of the
// instruction sets, with their features switched on.

#include "numbers/double_limbs.hpp"

namespace primerank {

/// The powers x = base^k of numbers n along their exponents n - 1 = d 2^s, with
/// k = floor((n - 1) / 2^bit). All lanes walk from a common top bit down.
template <class V, class Shape, std::size_t groups>
class PowersInDoubleLimbs {
  public:
    static constexpr std::size_t size = V::lanes * groups;

    template <class Number>
    PowersInDoubleLimbs(const Number* numbers, unsigned base)
        : plain_(Field::scale(1)), times_base_(Field::scale(base)) {
        uint128 all = 0;
        for (std::size_t i = 0; i < size; ++i) {
            all |= numbers[i];
            low_bits_[i] = static_cast<std::uint64_t>(numbers[i]);
            high_bits_[i] = static_cast<std::uint64_t>(uint128{numbers[i]} >> 64);
            const int s = countr_zero(uint128{numbers[i]} - 1);
            arriving_[s] |= std::uint64_t{1} << i;
            largest_s_ = std::max(largest_s_, s);
        }
        // base^k <= 41 for the bits that the start takes.
        bit_ = std::max(largest_s_, bit_width(all) - (base == 2 ? 2 : 1));
        double start[size];
        for (std::size_t i = 0; i < size; ++i) {
            const auto k = static_cast<unsigned>(numbers[i] >> bit_);
            start[i] = k == 0 ? 1 : k == 1 ? base : k == 2 ? 4 : 8;
        }
        for (std::size_t g = 0; g < groups; ++g) {
            field_[g] = Field(numbers + V::lanes * g);
            x_[g] = field_[g].form(V::load(start + V::lanes * g));
            one_[g] = field_[g].form(V::set(1));
        }
        load_bits(bit_ > 64 ? high_bits_ : low_bits_);
    }

    /// Bit i says whether base^d = 1, or base^(d 2^r) = -1 for some r < s.
    std::uint64_t passed() {
        while (bit_ > largest_s_) {
            step();
        }
        std::uint64_t arrived = 0;
        std::uint64_t pass = 0;
        for (;;) {
            arrived |= arriving_[bit_];
            pass |= (equal_to_one() & arriving_[bit_]) | (equal_to_minus_one() & arrived);
            if (bit_ == 1) {
                return pass;
            }
            step();
        }
    }

  private:
    using Field = FieldOfDoubleLimbs<V, Shape>;

    void load_bits(const std::uint64_t* from) {
        for (std::size_t g = 0; g < groups; ++g) {
            bits_[g] = V::load(from + V::lanes * g);
        }
    }

    /// One bit down.
    [[gnu::always_inline]] void step() {
        if (bit_ == 64) {
            load_bits(low_bits_);
        }
        --bit_;
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            const auto odd = V::bit_is_set(bits_[g], bit_ % 64);
            x_[g] = field_[g].square(x_[g], V::select(odd, times_base_, plain_));
        }
    }

    [[nodiscard]] std::uint64_t equal_to_one() const {
        std::uint64_t result = 0;
        for (std::size_t g = 0; g < groups; ++g) {
            result |= std::uint64_t{V::to_bits(field_[g].equal(x_[g], one_[g]))} << (V::lanes * g);
        }
        return result;
    }

    [[nodiscard]] std::uint64_t equal_to_minus_one() const {
        std::uint64_t result = 0;
        for (std::size_t g = 0; g < groups; ++g) {
            result |= std::uint64_t{V::to_bits(field_[g].opposite(x_[g], one_[g]))}
                      << (V::lanes * g);
        }
        return result;
    }

    Field field_[groups];
    typename Field::Residue x_[groups];
    typename Field::Residue one_[groups];
    typename V::U64 bits_[groups]; // of n: the upper or lower 64
    typename V::F64 plain_;
    typename V::F64 times_base_;
    std::uint64_t low_bits_[size];
    std::uint64_t high_bits_[size];
    std::uint64_t arriving_[82] = {}; // by s: the numbers with that s
    int largest_s_ = 0;
    int bit_;
};

template <class V, class Shape, class Number>
void strong_in_groups(const Number* numbers, std::size_t count, unsigned base,
                      std::uint8_t* verdicts) {
    using Powers = PowersInDoubleLimbs<V, Shape, 6>;
    in_groups<Powers::size>(numbers, count, verdicts,
                            [base](const Number* group) { return Powers(group, base).passed(); });
}

/// As StrongTest.
template <class V>
void strong_in_doubles(const uint128* numbers, std::size_t count, unsigned base,
                       std::uint8_t* verdicts) {
    const auto strong = base != 2 ? strong_in_groups<V, AnyBaseTo82Bits, uint128>
                        : largest(numbers, count) >> 69 == 0
                            ? strong_in_groups<V, Base2To69Bits, uint128>
                            : strong_in_groups<V, Base2To82Bits, uint128>;
    strong(numbers, count, base, verdicts);
}

} // namespace primerank
