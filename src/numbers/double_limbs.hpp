#pragma once

// Arithmetic beyond 2^64 in doubles: included by the sources of the instruction sets that have a
// fused multiply-add, with their vectors of simd/ and their features switched on.

namespace primerank {

/// What limbs of K bits are good for; see FieldOfDoubleLimbs.
struct Base2To69Bits {
    static constexpr int limb_bits = 46;
    static constexpr bool high_square_fits = true;
    static constexpr bool normalises = false;
};
struct Base2To82Bits {
    static constexpr int limb_bits = 43;
    static constexpr bool high_square_fits = false;
    static constexpr bool normalises = false;
};
struct AnyBaseTo82Bits {
    static constexpr int limb_bits = 47;
    static constexpr bool high_square_fits = false;
    static constexpr bool normalises = true;
};

/// Residues x = x0 + x1 modulo n = n0 + n1 > 2^52, x1 and n1 multiples of B = 2^K, all integers in
/// doubles and of either sign, in Montgomery's form with R = B^2.
///
/// Products are split: c = 3/2 2^52 Q has the last place Q, so h = fl(x y + c) - c is the multiple
/// of Q next to x y as long as |x y| < 2^51 Q, and l = x y - h, |l| <= Q/2, is exact as well.
///
/// Reduction, twice: m = l(t0 / n) with 1/n modulo B and Q = B, so |m| <= B/2, and t0 - m n0 is a
/// multiple of B not above 2^53 B: one multiply-add gives it exactly. It goes to the next limb,
/// from which l(m n1) is taken away, as h(m n1) is from the one after. So x' = x^2 / R + r with
/// |r| <= (1 + 1/B) n / 2.
///
/// So with y = |x| / n and a factor f after each squaring y' <= f (y^2 n / R + 1/2), and a little.
/// The low limb of a product is the sum of three parts l of up to B/2 and of smaller ones, times f.
/// In units of 1 for x0, B for x1 and t1, and B^2 for the sums of the third limb:
///   Base2To69Bits, f = 2: y < 1.01, x1 < 2^23.1. x1^2 < 2^46.2 is a multiple of B^2 and needs no
///     splitting; x0 < 2 (2 2^45 + 2^46.2 + 2^26) < 2^48.1, x0^2 < 2^96.2 < 2^97 = 2^51 B.
///   Base2To82Bits, f = 2, n / R < 1/16: y < 1.18, x1 < 2^39.3, x0 < 8.7 2^42 < 2^45.2.
///   AnyBaseTo82Bits, f <= 41, n / R < 2^-12 < 1 / (2 f^2): y < 29, x1 < 2^39.9. Before f the low
///     limb is below 3.02 2^46, and 41 times that below 2^53; then it is normalised to B/2.
/// In all three t1 < 2^50.3, and its product with 1 / n modulo B is below 2^51 B.
template <class V, class Shape>
class FieldOfDoubleLimbs {
  public:
    using F64 = typename V::F64;
    struct Residue {
        F64 low;
        F64 high;
    };

    FieldOfDoubleLimbs() = default;
    template <class Number>
    explicit FieldOfDoubleLimbs(const Number* numbers) {
        double low[V::lanes];
        double high[V::lanes];
        double inverse[V::lanes];
        for (std::size_t i = 0; i < V::lanes; ++i) {
            constexpr int above = 64 - Shape::limb_bits;
            const auto n = static_cast<std::uint64_t>(numbers[i]);
            low[i] = to_double(n << above >> above);
            high[i] = to_double(static_cast<std::uint64_t>(numbers[i] >> Shape::limb_bits)) * b;
            inverse[i] = static_cast<double>(
                static_cast<std::int64_t>(inverse_modulo_2_64(n) << above) >> above);
        }
        low_ = V::load(low);
        high_ = V::load(high);
        inverse_ = V::load(inverse);
        reciprocal_ = V::divide(V::set(1), V::add(high_, low_));
    }

    /// What square() multiplies by to give x^2 f / R.
    static F64 scale(double f) { return V::set(f / (b * b)); }

    /// The form of an integer k, 1 <= k <= 41: k R - q n, where k R < 2^53 B and the rounded
    /// quotient q is below 2^44 for n > 2^52.
    [[nodiscard]] Residue form(F64 k) const {
        const F64 t = V::multiply(k, V::set(b * b));
        const F64 q = rounded(V::multiply(t, reciprocal_));
        const Residue product = split(q, low_, quantum(b));
        return {V::subtract(V::set(0), product.low),
                V::subtract_product(V::subtract(t, product.high), q, high_)};
    }

    /// x^2 f / R with scale = scale(f).
    [[nodiscard, gnu::always_inline]] Residue square(Residue x, F64 scale) const {
        const Residue low = split(x.low, x.low, quantum(b));
        const Residue cross = split(x.low, V::add(x.high, x.high), quantum(b * b));
        const F64 t1 = V::add(low.high, cross.low);
        Residue product;
        if constexpr (Shape::high_square_fits) {
            product = reduced(low.low, t1, V::multiply_add(x.high, x.high, cross.high), V::set(0));
        } else {
            const Residue high = split(x.high, x.high, quantum(b * b * b));
            product = reduced(low.low, t1, V::add(cross.high, high.low), high.high);
        }
        return normalised({V::multiply(product.low, scale), V::multiply(product.high, scale)});
    }

    /// x y / R - c, with limbs of which a high square fits.
    [[nodiscard, gnu::always_inline]] Residue multiply_less(Residue x, Residue y, Residue c) const {
        static_assert(Shape::high_square_fits);
        const Residue low = split(x.low, y.low, quantum(b));
        const Residue cross = split(x.low, y.high, quantum(b * b));
        const Residue other = split(x.high, y.low, quantum(b * b));
        const Residue product =
            reduced(low.low, V::add(V::add(low.high, cross.low), other.low),
                    V::multiply_add(x.high, y.high, V::add(cross.high, other.high)), V::set(0));
        return {V::multiply_subtract(product.low, scale(1), c.low),
                V::multiply_subtract(product.high, scale(1), c.high)};
    }

    /// k x for integers 0 <= k <= 2^10.
    [[nodiscard]] Residue multiple(Residue x, F64 k) const {
        const Residue low = split(x.low, k, quantum(b));
        const F64 high = V::multiply_add(x.high, k, low.high);
        const F64 q = rounded(V::multiply(V::add(high, low.low), reciprocal_));
        const Residue product = split(q, low_, quantum(b));
        return {V::subtract(low.low, product.low),
                V::subtract_product(V::subtract(high, product.high), q, high_)};
    }

    /// Whether x = y modulo n: the rounded quotient of x - y is small, and nothing may be left.
    [[nodiscard]] typename V::Mask equal(Residue x, Residue y) const {
        return is_zero(V::subtract(x.low, y.low), V::subtract(x.high, y.high));
    }
    /// Whether x = -y.
    [[nodiscard]] typename V::Mask opposite(Residue x, Residue y) const {
        return is_zero(V::add(x.low, y.low), V::add(x.high, y.high));
    }

  private:
    static constexpr double b = static_cast<double>(std::uint64_t{1} << Shape::limb_bits);

    static double to_double(std::uint64_t x) {
        return static_cast<double>(static_cast<std::int64_t>(x)); // faster than from unsigned
    }

    [[gnu::always_inline]] static F64 quantum(double q) { return V::set(0x1.8p52 * q); }

    [[gnu::always_inline]] static Residue split(F64 x, F64 y, F64 c) {
        const F64 high = V::subtract(V::multiply_add(x, y, c), c);
        return {V::multiply_subtract(x, y, high), high};
    }

    [[gnu::always_inline]] static F64 rounded(F64 x) {
        return V::subtract(V::add(x, quantum(1)), quantum(1));
    }

    [[gnu::always_inline]] static Residue normalised(Residue x) {
        if constexpr (!Shape::normalises) {
            return x;
        }
        const F64 carry = V::subtract(V::add(x.low, quantum(b)), quantum(b));
        return {V::subtract(x.low, carry), V::add(x.high, carry)};
    }

    /// (t0 + t1 + t2 + t3) / R, times R: the limbs of a product, reduced.
    [[nodiscard, gnu::always_inline]] Residue reduced(F64 t0, F64 t1, F64 t2, F64 t3) const {
        const F64 m0 = split(t0, inverse_, quantum(b)).low;
        const Residue m0_n1 = split(m0, high_, quantum(b * b));
        t1 = V::subtract(V::add(t1, V::subtract_product(t0, m0, low_)), m0_n1.low);
        t2 = V::subtract(t2, m0_n1.high);
        const F64 m1 = split(t1, inverse_, quantum(b * b)).low;
        const Residue m1_n1 = split(m1, high_, quantum(b * b * b));
        return {V::subtract(V::add(t2, V::subtract_product(t1, m1, low_)), m1_n1.low),
                V::subtract(t3, m1_n1.high)};
    }

    [[nodiscard]] typename V::Mask is_zero(F64 low, F64 high) const {
        const F64 q = rounded(V::multiply(V::add(high, low), reciprocal_));
        return V::equal(V::subtract_product(low, q, low_), V::multiply_subtract(q, high_, high));
    }

    F64 low_;
    F64 high_;
    F64 inverse_;    // of n modulo B
    F64 reciprocal_; // 1 / n
};

} // namespace primerank
