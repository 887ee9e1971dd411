#include "pi/character.hpp"

#include "pi/wheel.hpp"

#include <cstdlib>
#include <stdexcept>
#include <string>

namespace primerank::pi {
namespace {

constexpr std::array discriminants = {1, -3, -4, 8, -8, 12, 24, -24};

/// (-3 / n) and, for e one of 1, -4, 8 and -8, (e / n).
int value_mod_3(std::uint64_t n) {
    constexpr std::array values = {0, 1, -1};
    return values[n % 3];
}

int value_mod_8(int e, std::uint64_t n) {
    if (e == 1) {
        return 1;
    }
    const std::uint64_t r = n % 8;
    const int of_minus_4 = r % 4 == 1 ? 1 : -1;
    const int of_8 = r == 1 || r == 7 ? 1 : -1;
    return r % 2 == 0 ? 0 : e == -4 ? of_minus_4 : e == 8 ? of_8 : of_minus_4 * of_8;
}

} // namespace

Character::Character(int discriminant) : discriminant_(discriminant) {
    bool known = false;
    for (const int d : discriminants) {
        known = known || d == discriminant;
    }
    if (!known) {
        throw std::invalid_argument("no character with a period that divides 24 has discriminant "
                                    + std::to_string(discriminant));
    }
    const bool of_three = discriminant % 3 == 0;
    const int e = of_three ? discriminant / -3 : discriminant;
    for (std::uint64_t n = 0; n < common_period; ++n) {
        values_[n] = static_cast<std::int8_t>((of_three ? value_mod_3(n) : 1) * value_mod_8(e, n));
    }
    for (std::size_t place = 0; place < 32; ++place) {
        minus_ |= (*this)(wheel_offsets[place]) < 0 ? MinusPlaces{1} << place : 0;
    }
}

std::vector<Character> characters_mod(std::uint64_t q) {
    if (q == 0 || !has_real_characters(q)) {
        throw std::invalid_argument("classes are counted by characters for moduli that divide 24");
    }
    std::vector<Character> characters;
    for (const int d : discriminants) {
        if (q % static_cast<std::uint64_t>(std::abs(d)) == 0) {
            characters.emplace_back(d);
        }
    }
    return characters;
}

} // namespace primerank::pi
