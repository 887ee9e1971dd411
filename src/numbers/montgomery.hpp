#pragma once

#include "numbers/uint128.hpp"

#include <bit>

namespace primerank {

/// The inverse of an odd n modulo 2^64.
///
/// Newton's iteration x <- x (2 - n x) doubles the number of correct low bits, since
/// 1 - n x' = (1 - n x)^2. The start 3n xor 2 is right modulo 2^5 (P. L. Montgomery), so four
/// rounds give 5, 10, 20, 40, 80 bits.
constexpr std::uint64_t inverse_modulo_2_64(std::uint64_t n) {
    std::uint64_t inverse = (3 * n) ^ 2;
    for (int round = 0; round < 4; ++round) {
        inverse *= 2 - n * inverse;
    }
    return inverse;
}

/// Arithmetic modulo an odd n, 3 <= n < 2^64, on residues in Montgomery's form: x stands for
/// x R mod n with R = 2^64 (P. L. Montgomery, Modular multiplication without trial division,
/// Math. Comp. 44 (1985)). Every residue, given or returned, lies in [0, n).
class Montgomery {
  public:
    explicit constexpr Montgomery(std::uint64_t n)
        : n_(n), inverse_(inverse_modulo_2_64(n)), one_((0 - n) % n) {}

    [[nodiscard]] constexpr std::uint64_t modulus() const { return n_; }
    [[nodiscard]] constexpr std::uint64_t one() const { return one_; }
    [[nodiscard]] constexpr std::uint64_t minus_one() const { return n_ - one_; }

    /// The form of an integer k, by one doubling a bit: for small k.
    [[nodiscard]] constexpr std::uint64_t form(std::uint64_t k) const {
        std::uint64_t result = 0;
        for (int bit = 63 - std::countl_zero(k); bit >= 0; --bit) {
            result = add(result, result);
            result = (k >> bit & 1) != 0 ? add(result, one_) : result;
        }
        return result;
    }

    [[nodiscard]] constexpr std::uint64_t add(std::uint64_t a, std::uint64_t b) const {
        return subtract(a, n_ - b);
    }

    /// Also for b = n, so that add() need not treat 0 apart.
    [[nodiscard]] constexpr std::uint64_t subtract(std::uint64_t a, std::uint64_t b) const {
        const std::uint64_t difference = a - b;
        return a < b ? difference + n_ : difference;
    }

    [[nodiscard]] constexpr std::uint64_t multiply(std::uint64_t a, std::uint64_t b) const {
        return reduce(uint128{a} * b);
    }

    [[nodiscard]] constexpr std::uint64_t square(std::uint64_t a) const { return multiply(a, a); }

    /// a 2^(k-64) for k < 64: the residue times the plain integer 2^k, and reduction divides by
    /// R = 2^64.
    [[nodiscard]] constexpr std::uint64_t shift(std::uint64_t a, std::uint64_t k) const {
        return reduce(uint128{a} << k);
    }

  private:
    /// t / R mod n for t < n R. With m = t / n mod R the number t - m n is divisible by R, and its
    /// low half needs no work: the quotient is high(t) - high(m n). Both halves are below n, so the
    /// quotient lies in (-n, n) and one correction is enough.
    [[nodiscard]] constexpr std::uint64_t reduce(uint128 t) const {
        const std::uint64_t m = static_cast<std::uint64_t>(t) * inverse_;
        return subtract(static_cast<std::uint64_t>(t >> 64),
                        static_cast<std::uint64_t>(uint128{m} * n_ >> 64));
    }

    std::uint64_t n_;
    std::uint64_t inverse_;
    std::uint64_t one_;
};

} // namespace primerank
