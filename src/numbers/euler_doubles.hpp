#pragma once

// Euler's criterion in doubles: included by the sources of the instruction sets that have a fused
// multiply-add, with their vectors of simd/ and their features switched on.

namespace primerank {

constexpr std::uint64_t euler_in_doubles_limit = std::uint64_t{1} << 50;

/// Residues modulo n < 2^50 as integers in doubles, |x| <= 3/5 n. For a product, h + l = x y
/// exactly, and q = h / n rounded, by adding and taking away 3 2^51, whose last place is 1. Two
/// roundings before, of h and of 1 / n, put q off by at most 2 2^-53 |x y / n| beyond the half that
/// rounding takes; with n < 2^50 and |x|, |y| <= 3/5 n that is at most 9/100, so
/// |x y - q n| <= 3/5 n again. h - q n is an integer below 2^53, so it is exact, and so is the sum
/// with l.
template <class V>
struct FieldOfDoubles {
    using F64 = typename V::F64;

    F64 n;
    F64 inverse;

    PRIMERANK_INLINE FieldOfDoubles of(F64 n) { return {n, V::divide(V::set(1), n)}; }

    /// h modulo n, for a multiple h of its last place with |h| <= 9/25 n^2 or |h| <= 2^32 n.
    [[gnu::always_inline]] F64 reduced(F64 h) const {
        const F64 rounding = V::set(0x1.8p52);
        const F64 q = V::subtract(V::multiply_add(h, inverse, rounding), rounding);
        return V::subtract_product(h, q, n);
    }

    [[gnu::always_inline]] F64 multiply(F64 x, F64 y) const {
        const F64 high = V::multiply(x, y);
        const F64 low = V::multiply_subtract(x, y, high);
        return V::add(reduced(high), low);
    }

    [[gnu::always_inline]] F64 square(F64 x) const { return multiply(x, x); }
};

/// The same as a field of LucasLadder, for n > 2^20: then 512 / n is less than what is left between
/// the residues and 3/5 n, so that a parameter may be taken away; and a residue of an integer up to
/// 512 is that integer.
template <class V>
class LucasInDoubles {
  public:
    using Simd = V;
    using Residue = typename V::F64;
    static constexpr std::uint64_t from = std::uint64_t{1} << 20;

    LucasInDoubles() = default;
    explicit LucasInDoubles(const std::uint64_t* numbers)
        : field_(FieldOfDoubles<V>::of(V::to_double(V::load(numbers)))) {}

    [[nodiscard]] Residue form(const std::uint32_t* integers) const {
        std::uint64_t wide[V::lanes];
        std::copy_n(integers, V::lanes, wide);
        return V::to_double(V::load(wide));
    }
    static Residue zero() { return V::set(0); }
    [[nodiscard]] Residue negative(Residue x) const { return V::subtract(zero(), x); }
    [[nodiscard]] Residue less(Residue c) const { return c; }
    [[nodiscard, gnu::always_inline]] Residue multiply_less(Residue x, Residue y, Residue c) const {
        return V::subtract(field_.multiply(x, y), c);
    }
    [[nodiscard]] typename V::Mask is(Residue x, Residue y) const { return V::equal(x, y); }
    [[gnu::always_inline]] static Residue select(typename V::Mask mask, Residue yes, Residue no) {
        return V::select(mask, yes, no);
    }

  private:
    FieldOfDoubles<V> field_;
};

/// For lanes * groups numbers, bit i says whether 2^((n-1)/2) = +-1 modulo n = numbers[i], for odd
/// 3 <= n < 2^50. The exponent is read in windows of 5 bits: 2^k is a change of exponent for a
/// double, exact, and |x| 2^31 is reduced as every product is.
template <class V>
std::uint64_t euler_base_2_in_doubles(const std::uint64_t* numbers) {
    constexpr int window = 5;
    constexpr std::uint64_t window_mask = (1U << window) - 1;
    constexpr std::size_t groups = V::groups;
    typename V::U64 exponent[groups];
    FieldOfDoubles<V> field[groups];
    typename V::F64 x[groups];
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < V::lanes * groups; ++i) {
        all |= numbers[i];
    }
    int shift = (static_cast<int>(std::bit_width(all >> 1)) - 1) / window * window;
#pragma GCC unroll 8
    for (std::size_t g = 0; g < groups; ++g) {
        const auto n = V::load(numbers + V::lanes * g);
        field[g] = FieldOfDoubles<V>::of(V::to_double(n));
        exponent[g] = V::bits(n, 1, ~std::uint64_t{0});
        const auto k = V::bits(exponent[g], shift, window_mask);
        x[g] = field[g].reduced(V::times_power_of_two(V::set(1), k));
    }
    while (shift > 0) {
        shift -= window;
        for (int squaring = 0; squaring < window; ++squaring) {
#pragma GCC unroll 8
            for (std::size_t g = 0; g < groups; ++g) {
                x[g] = field[g].square(x[g]);
            }
        }
#pragma GCC unroll 8
        for (std::size_t g = 0; g < groups; ++g) {
            const auto k = V::bits(exponent[g], shift, window_mask);
            x[g] = field[g].reduced(V::times_power_of_two(x[g], k));
        }
    }
    std::uint64_t pass = 0;
#pragma GCC unroll 8
    for (std::size_t g = 0; g < groups; ++g) {
        const auto one = V::set(1);
        const auto minus_one = V::add(field[g].n, V::set(-1));
        pass |= std::uint64_t{V::magnitude_is(x[g], one, minus_one)} << (V::lanes * g);
    }
    return pass;
}

} // namespace primerank
