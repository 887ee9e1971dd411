#pragma once

#include "numbers/interval.hpp"

#include <functional>

namespace primerank::pi {

/// A place on the number line and the number of primes up to it.
struct CountedPlace {
    uint128 x = 0;
    uint128 primes = 0;
};

/// R^-1(n), near the n-th prime, n >= 1. Throws std::invalid_argument where that is too high for
/// the primes around to be found one by one.
uint128 guess_nth_prime(uint128 n);

/// Goes from a place to where the n-th prime should be, counting what lies between, until there are
/// so few primes between that prime_near() walks over them one by one: each step's error is about
/// the square root of its length. count_between(interval) says how many primes an interval has.
CountedPlace approach_nth_prime(uint128 n, CountedPlace place,
                                const std::function<uint128(const Interval&)>& count_between);

} // namespace primerank::pi
