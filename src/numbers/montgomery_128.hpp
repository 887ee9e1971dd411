#pragma once

#include "numbers/montgomery.hpp"

namespace primerank {

/// Arithmetic modulo an odd n, 2^64 < n < 2^82, on residues in Montgomery's form with R = 2^64 as
/// in montgomery.hpp. A residue is any number of its class below 2^88.
class Montgomery128 {
  public:
    explicit Montgomery128(uint128 n)
        : n_(n), inverse_(inverse_modulo_2_64(static_cast<std::uint64_t>(n))),
          two_to_the_128_((0 - n) % n) {}

    /// The form of k < 2^24.
    static uint128 form(std::uint32_t k) { return uint128{k} << 64; }

    /// x^2 / R, in (0, n + 2^67): 41 times it is a residue.
    ///
    /// Of the limbs of x^2 the third, t2 < 2^48, is folded: t2 2^128 = t2 c modulo n, with
    /// c = 2^128 mod n. What is above the lowest limb then is below 2^64 + 2^48 + 2^66 < 2^67, and
    /// one step of the reduction takes the rest.
    [[nodiscard]] uint128 square(uint128 x) const {
        const std::uint64_t x0 = low(x);
        const std::uint64_t x1 = high(x);
        const uint128 x0_squared = uint128{x0} * x0;
        const uint128 middle = high(x0_squared) + uint128{x0} * (x1 << 1);
        const std::uint64_t t2 = x1 * x1 + high(middle);
        const uint128 folded = uint128{t2} * low(two_to_the_128_);
        const uint128 lowest = uint128{low(x0_squared)} + low(folded);
        const uint128 rest = uint128{low(middle)} + high(folded) + high(lowest)
                             + uint128{t2} * high(two_to_the_128_);
        return reduced(low(lowest), rest);
    }

    [[nodiscard]] bool is_one(uint128 x) const {
        const uint128 k = reduced(low(x), high(x));
        return k == 1 || k == n_ + 1;
    }

    [[nodiscard]] bool is_minus_one(uint128 x) const { return reduced(low(x), high(x)) == n_ - 1; }

  private:
    static std::uint64_t low(uint128 x) { return static_cast<std::uint64_t>(x); }
    static std::uint64_t high(uint128 x) { return static_cast<std::uint64_t>(x >> 64); }

    /// (lowest + rest 2^64) / R modulo n, in (0, n + rest].
    [[nodiscard]] uint128 reduced(std::uint64_t lowest, uint128 rest) const {
        const std::uint64_t m = lowest * inverse_;
        return rest + n_ - high(uint128{m} * low(n_)) - uint128{m} * high(n_);
    }

    uint128 n_;
    std::uint64_t inverse_;
    uint128 two_to_the_128_;
};

} // namespace primerank
