#pragma once

// The double limbs for the Lucas test: included by the sources of the instruction sets, with their
// features switched on.

#include "numbers/double_limbs.hpp"

namespace primerank {

/// FieldOfDoubleLimbs as a field of LucasLadder, for 2^52 < n < 2^64.
///
/// In limbs of 46 bits n / R < 2^-28, so |x y / R - c| < 1.1 n where |c| < 0.51 n; the low limb is
/// below 2 2^45 + 2^46 and a little, so the sums of a product are smaller than those of powers.
template <class V>
class LucasInDoubleLimbs {
  public:
    using Field = FieldOfDoubleLimbs<V, Base2To69Bits>;
    using Simd = V;
    using Residue = typename Field::Residue;

    LucasInDoubleLimbs() = default;
    explicit LucasInDoubleLimbs(const std::uint64_t* numbers) : field_(numbers) {}

    [[nodiscard]] Residue form(const std::uint32_t* integers) const {
        double k[V::lanes];
        std::copy_n(integers, V::lanes, k);
        return field_.multiple(field_.form(V::set(1)), V::load(k));
    }
    static Residue zero() { return {V::set(0), V::set(0)}; }
    [[nodiscard]] Residue negative(Residue x) const {
        return {V::subtract(V::set(0), x.low), V::subtract(V::set(0), x.high)};
    }
    [[nodiscard]] Residue less(Residue c) const { return c; }
    [[nodiscard, gnu::always_inline]] Residue multiply_less(Residue x, Residue y, Residue c) const {
        return field_.multiply_less(x, y, c);
    }
    [[nodiscard]] typename V::Mask is(Residue x, Residue y) const { return field_.equal(x, y); }
    [[gnu::always_inline]] static Residue select(typename V::Mask mask, Residue yes, Residue no) {
        return {V::select(mask, yes.low, no.low), V::select(mask, yes.high, no.high)};
    }

  private:
    Field field_;
};

} // namespace primerank
