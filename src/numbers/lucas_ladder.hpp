#pragma once

// The extra strong Lucas test of several vectors of numbers in step: included by the sources of the
// instruction sets, with their features switched on.

namespace primerank {

/// The Lucas sequences of numbers n along their exponents e = n + 1. With k = floor(e / 2^bit) it
/// holds V_k and V_(k+1), as `even` and `odd` in the order that the parity of their indices gives.
/// All lanes walk from a common top bit down; e = d 2^s, d odd.
///
/// Field is arithmetic modulo a vector of numbers: residues of integers up to largest_parameter by
/// form(), x y - c by multiply_less(x, y, less(c)), and is(x, y), whether two are the same modulo
/// n; with vectors of 64-bit integers and masks of its Simd.
template <class Field, std::size_t groups>
class LucasLadder {
  public:
    using Simd = typename Field::Simd;
    static constexpr std::size_t size = Simd::lanes * groups;

    LucasLadder(const std::uint64_t* numbers, const std::uint32_t* parameters) {
        std::uint64_t changes[size];
        std::uint64_t lowest[size];
        std::uint64_t from_lowest[size];
        std::uint64_t all = 0;
        for (std::size_t i = 0; i < size; ++i) {
            const std::uint64_t e = numbers[i] + 1;
            changes[i] = e ^ e >> 1;
            lowest[i] = e & (0 - e);
            from_lowest[i] = 2 * lowest[i] - 1;
            all |= e;
            lowest_of_all_ |= lowest[i];
        }
        bit_ = static_cast<int>(std::bit_width(all));
        for (std::size_t g = 0; g < groups; ++g) {
            const std::size_t at = Simd::lanes * g;
            std::uint32_t twos[Simd::lanes];
            std::fill_n(twos, Simd::lanes, 2);
            field_[g] = Field(numbers + at);
            parity_changes_[g] = Simd::load(changes + at);
            lowest_[g] = Simd::load(lowest + at);
            from_lowest_[g] = Simd::load(from_lowest + at);
            two_[g] = field_[g].form(twos);
            p_[g] = field_[g].form(parameters + at);
            less_two_[g] = field_[g].less(two_[g]);
            less_p_[g] = field_[g].less(p_[g]);
            v_d_plus_1_[g] = even_[g] = two_[g]; // k = 0
            v_d_[g] = odd_[g] = p_[g];
        }
    }

    /// Bit i says whether V_d = +-2 and U_d = 0, or V_k = 0 for some k = d 2^r, r < s - 1.
    std::uint64_t passed() {
        const int first_bit_of_d = static_cast<int>(std::bit_width(lowest_of_all_)) - 1;
        while (bit_ > first_bit_of_d + 1) {
            step();
        }
        std::uint64_t pass = 0;
        while (bit_ > 1) {
            step();
            keep_d();
            pass |= bit_ >= 2 ? zero() : 0;
        }
        return pass | period_at_d();
    }

  private:
    using Residue = typename Field::Residue;
    using Subtrahend = decltype(std::declval<const Field&>().less(std::declval<Residue>()));
    using Mask = typename Simd::Mask;

    /// One bit down, from k to 2k + b: V_(2k+1) = V_k V_(k+1) - P, and V_2j = V_j^2 - 2 for
    /// j = k + b, which is odd where the bits k mod 2 and b differ.
    [[gnu::always_inline]] void step() {
        --bit_;
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            const Mask j_is_odd = Simd::bit_is_set(parity_changes_[g], bit_);
            const Residue v_j = Field::select(j_is_odd, odd_[g], even_[g]);
            odd_[g] = field_[g].multiply_less(odd_[g], even_[g], less_p_[g]);
            even_[g] = field_[g].multiply_less(v_j, v_j, less_two_[g]);
        }
    }

    /// Keeps V_d and V_(d+1) of the lanes that have arrived at d.
    void keep_d() {
        for (std::size_t g = 0; g < groups; ++g) {
            const Mask at_d = Simd::bit_is_set(lowest_[g], bit_);
            v_d_[g] = Field::select(at_d, odd_[g], v_d_[g]);
            v_d_plus_1_[g] = Field::select(at_d, even_[g], v_d_plus_1_[g]);
        }
    }

    /// The lanes with V_k = 0 and k = d 2^r for some r.
    [[nodiscard]] std::uint64_t zero() const {
        std::uint64_t result = 0;
        for (std::size_t g = 0; g < groups; ++g) {
            const Residue v = Field::select(Simd::bit_is_set(lowest_[g], bit_), odd_[g], even_[g]);
            const Mask found =
                Simd::both(Simd::bit_is_set(from_lowest_[g], bit_), field_[g].is(v, Field::zero()));
            result |= std::uint64_t{Simd::to_bits(found)} << (Simd::lanes * g);
        }
        return result;
    }

    /// Given V_d = +-2, U_d = 0 means V_(d+1) = +-P: D U_d = 2 V_(d+1) - P V_d, and D is prime to
    /// n.
    [[nodiscard]] std::uint64_t period_at_d() const {
        std::uint64_t result = 0;
        for (std::size_t g = 0; g < groups; ++g) {
            const auto is = [&](Residue two, Residue p) {
                return Simd::both(field_[g].is(v_d_[g], two), field_[g].is(v_d_plus_1_[g], p));
            };
            const Mask found = Simd::either(
                is(two_[g], p_[g]), is(field_[g].negative(two_[g]), field_[g].negative(p_[g])));
            result |= std::uint64_t{Simd::to_bits(found)} << (Simd::lanes * g);
        }
        return result;
    }

    Field field_[groups];
    typename Simd::U64 parity_changes_[groups]; // bit i: bits i and i + 1 of e differ
    typename Simd::U64 lowest_[groups];         // 2^s
    typename Simd::U64 from_lowest_[groups];    // 2^(s+1) - 1
    Residue two_[groups];
    Residue p_[groups];
    Subtrahend less_two_[groups];
    Subtrahend less_p_[groups];
    Residue even_[groups];
    Residue odd_[groups];
    Residue v_d_[groups];
    Residue v_d_plus_1_[groups];
    std::uint64_t lowest_of_all_ = 0;
    int bit_;
};

/// Bit i says whether n = numbers[i] passes with P = parameters[i].
template <class Field, std::size_t groups>
std::uint64_t extra_strong_lucas_of(const std::uint64_t* numbers, const std::uint32_t* parameters) {
    return LucasLadder<Field, groups>(numbers, parameters).passed();
}

} // namespace primerank
