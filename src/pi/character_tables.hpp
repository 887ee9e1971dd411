#pragma once

#include "pi/character_pi.hpp"
#include "pi/tables.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace primerank::pi {

/// What the terms of pi_chi(x), the sum of chi(p) over the primes p <= x, read beside the tables
/// that serve all characters. One copy serves all threads of a rank.
class CharacterTables {
  public:
    /// tables must outlive it. Throws std::bad_alloc.
    CharacterTables(const Tables& tables, const Character& chi);

    /// Beside Tables, in bytes.
    static std::uint64_t bytes(const Parameters& parameters);

    /// The values that chi has at primes, but for 0.
    [[nodiscard]] std::span<const int> signs() const;

    /// The listed primes p with chi(p) = sign and lo < p <= hi.
    [[nodiscard]] std::span<const std::uint32_t> primes(int sign, std::uint64_t lo,
                                                        std::uint64_t hi) const;

    const Tables& tables;
    Character chi;
    CharacterPi pi;

  private:
    std::array<std::vector<std::uint32_t>, 2> lists_; ///< of chi(p) = 1 and -1, unless principal
};

} // namespace primerank::pi
