#pragma once

#include "pi/signs.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace primerank::pi {

/// A primitive real character with a period that divides 24: the Kronecker symbol (d / n) of a
/// fundamental discriminant d, that is 1, -3, -4, 8, -8, 12, 24 or -24, with period |d|. The one of
/// d = 1 is 1 everywhere.
class Character {
  public:
    static constexpr std::uint64_t common_period = 24;

    /// Throws std::invalid_argument for another d.
    explicit Character(int discriminant = 1);

    [[nodiscard]] int operator()(std::uint64_t n) const { return values_[n % common_period]; }

    [[nodiscard]] int discriminant() const { return discriminant_; }

    [[nodiscard]] bool is_principal() const { return discriminant_ == 1; }

    /// Where it is -1 among the numbers coprime to 30.
    [[nodiscard]] MinusPlaces minus() const { return minus_; }

    /// How many primes p <= n have value 0.
    [[nodiscard]] std::uint64_t zeros_up_to(std::uint64_t n) const {
        return (n >= 2 && values_[2] == 0 ? 1U : 0U) + (n >= 3 && values_[3] == 0 ? 1U : 0U);
    }

  private:
    int discriminant_;
    std::array<std::int8_t, common_period> values_{};
    MinusPlaces minus_ = 0;
};

/// Whether characters_mod(q) has them: q >= 1 divides 24.
constexpr bool has_real_characters(std::uint64_t q) {
    return Character::common_period % q == 0;
}

/// The primitive characters behind those mod q, the principal one first, for q that divides 24:
/// there all characters are real, and they are as many as there are classes prime to q.
/// Throws std::invalid_argument for another q.
std::vector<Character> characters_mod(std::uint64_t q);

} // namespace primerank::pi
