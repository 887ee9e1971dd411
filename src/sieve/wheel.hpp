#pragma once

#include "sieve/segment.hpp"

#include <array>
#include <cstdint>

namespace primerank::sieve {

/// The wheel of 210 = 2 3 5 7. A sieving prime p = 30 k + c crosses out p q only for cofactors q
/// coprime to 210: the other multiples have no bit, or fell to 7. There are 48 such q mod 210; a
/// state says which. From q to the next cofactor q + g the multiple moves on by
///     p g = 30 k g + c g,
/// which is k g bytes and as many more as the residue c (q mod 30) mod 30 carries when c g is added
/// to it. Bit and carry depend on the class c and the state alone.
inline constexpr unsigned wheel_states = 48;

/// What crossing out needs to know of one state.
struct Spoke {
    std::uint8_t gap;   ///< to the next cofactor: 2 ... 10
    std::uint8_t bit;   ///< of p q in its byte
    std::uint8_t carry; ///< bytes that p g takes beyond k g
    std::uint8_t next;  ///< the next state
    std::uint8_t mask;  ///< all bits but that of p q
};

struct Wheel210 {
    std::array<std::uint8_t, wheel_states> cofactor{}; ///< state -> q mod 210
    std::array<std::uint8_t, 210> distance{};          ///< q mod 210 -> to the next coprime number
    std::array<std::uint8_t, 210> state{};             ///< q mod 210 -> state of that number
    std::array<std::array<Spoke, wheel_states>, 8> spokes{}; ///< by class and state
};

inline constexpr Wheel210 wheel210 = [] {
    constexpr auto coprime = [](unsigned n) {
        return n % 2 != 0 && n % 3 != 0 && n % 5 != 0 && n % 7 != 0;
    };
    Wheel210 wheel;
    std::uint8_t states = 0;
    for (unsigned q = 0; q < 210; ++q) {
        if (coprime(q)) {
            wheel.cofactor[states++] = static_cast<std::uint8_t>(q);
        }
    }
    for (unsigned q = 0; q < 210; ++q) {
        unsigned distance = 0;
        while (!coprime(q + distance)) {
            ++distance;
        }
        wheel.distance[q] = static_cast<std::uint8_t>(distance);
        for (std::uint8_t state = 0; state < wheel_states; ++state) {
            if (wheel.cofactor[state] == (q + distance) % 210) {
                wheel.state[q] = state;
            }
        }
    }
    for (unsigned c = 0; c < 8; ++c) {
        for (unsigned state = 0; state < wheel_states; ++state) {
            const unsigned q = wheel.cofactor[state];
            const unsigned next = (state + 1) % wheel_states;
            const unsigned gap = (wheel.cofactor[next] + 210U - q) % 210;
            const unsigned residue = wheel_residues[c] * q % 30;
            wheel.spokes[c][state] = {
                static_cast<std::uint8_t>(gap), wheel_bits[residue],
                static_cast<std::uint8_t>((residue + wheel_residues[c] * gap) / 30),
                static_cast<std::uint8_t>(next),
                static_cast<std::uint8_t>(~(1U << wheel_bits[residue]))};
        }
    }
    return wheel;
}();

} // namespace primerank::sieve
