#pragma once

#include "sieve/segment.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace primerank::sieve {

/// What crossing out needs to know of one state of a wheel.
struct Spoke {
    std::uint8_t gap;   ///< to the next cofactor
    std::uint8_t bit;   ///< of p q in its byte
    std::uint8_t mask;  ///< all bits but that one
    std::uint8_t carry; ///< bytes that p gap takes beyond floor(p / 30) gap
    std::uint8_t next;  ///< the next state
};

/// The wheel of 30 = 2 3 5 or 210 = 2 3 5 7. A sieving prime p = 30 k + c crosses out p q only for
/// cofactors q coprime to the wheel's modulus: the other multiples have no bit, or fell to 7. There
/// are 8 or 48 such q modulo 30 or 210; a state says which. From q to the next cofactor q + g the
/// multiple moves on by
///     p g = 30 k g + c g,
/// which is k g bytes and as many more as the residue c (q mod 30) mod 30 carries when c g is added
/// to it. Bit and carry depend on the class c and the state alone.
template <unsigned modulus>
struct WheelTables {
    static_assert(modulus == 30 || modulus == 210);
    static constexpr unsigned states = modulus == 30 ? 8 : 48;

    std::array<std::uint8_t, states> cofactor{};       ///< state -> q mod modulus
    std::array<std::uint8_t, modulus> distance{};      ///< residue -> to the next coprime number
    std::array<std::uint8_t, modulus> state{};         ///< residue -> state of that number
    std::array<std::array<Spoke, states>, 8> spokes{}; ///< by class and state
    std::array<std::uint8_t, 48> most{};  ///< n -> the most that n adjacent gaps add up to
    std::array<std::uint8_t, 48> least{}; ///< n -> the least that n adjacent gaps add up to

    constexpr WheelTables() {
        unsigned filled = 0;
        for (unsigned q = 0; q < modulus; ++q) {
            if (coprime(q)) {
                cofactor[filled++] = static_cast<std::uint8_t>(q);
            }
        }
        for (unsigned residue = 0; residue < modulus; ++residue) {
            unsigned q = residue;
            while (!coprime(q)) {
                ++q;
            }
            distance[residue] = static_cast<std::uint8_t>(q - residue);
            while (cofactor[state[residue]] != q % modulus) {
                ++state[residue];
            }
        }
        for (unsigned c = 0; c < 8; ++c) {
            for (unsigned i = 0; i < states; ++i) {
                spokes[c][i] = make_spoke(wheel_residues[c], i);
            }
        }
        for (unsigned n = 0; n < most.size(); ++n) {
            least[n] = 255;
            for (unsigned first = 0; first < states; ++first) {
                unsigned sum = 0;
                for (unsigned i = first; i < first + n; ++i) {
                    sum += spokes[0][i % states].gap;
                }
                most[n] = std::max(most[n], static_cast<std::uint8_t>(sum));
                least[n] = std::min(least[n], static_cast<std::uint8_t>(sum));
            }
        }
    }

  private:
    static constexpr bool coprime(unsigned n) {
        return n % 2 != 0 && n % 3 != 0 && n % 5 != 0 && (modulus == 30 || n % 7 != 0);
    }

    [[nodiscard]] constexpr Spoke make_spoke(unsigned prime_residue, unsigned i) const {
        const unsigned next = (i + 1) % states;
        const unsigned gap = (cofactor[next] + modulus - cofactor[i]) % modulus;
        const unsigned residue = prime_residue * cofactor[i] % 30;
        const unsigned bit = wheel_bits[residue];
        return {static_cast<std::uint8_t>(gap), static_cast<std::uint8_t>(bit),
                static_cast<std::uint8_t>(~(1U << bit)),
                static_cast<std::uint8_t>((residue + prime_residue * gap) / 30),
                static_cast<std::uint8_t>(next)};
    }
};

template <unsigned modulus>
inline constexpr WheelTables<modulus> wheel{};

} // namespace primerank::sieve
