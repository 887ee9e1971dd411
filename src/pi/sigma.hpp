#pragma once

#include "pi/character_tables.hpp"

namespace primerank::pi {

/// Of the primes up to sqrt x, which no table reaches.
struct RootCounts {
    std::int64_t of_chi = 0;  ///< pi(sqrt x), the sum of chi(p)
    std::uint64_t primes = 0; ///< how many there are with chi(p) other than 0
};

/// What the other terms leave in closed form. pi(n) is the sum of chi(p) over the primes p <= n,
/// and pairs(t) that of chi(p q) over pairs p < q of primes up to t (or some of them): half of the
/// square of their sum less their number. With p = p_b and before = pi(p - 1),
///     Sigma = pi(y) - 1 + pairs(sqrt x) - pairs(y) + pairs(those in (x*, y])
///           + sum over d < b <= b3 of chi(p) times  - pi(sqrt(x / p))^2
///               + ( b <= c:  pi(x / (p y)) pi(y) - before (pi(y) - pi(p))
///                   b >  c:  pi(p) pi(x / p^2) - before (pi(x / p^2) - pi(p)) ).
int128 sigma(const CharacterTables& of, const RootCounts& root);

} // namespace primerank::pi
