#pragma once

#include "tally/counts.hpp"
#include "tally/enumeration.hpp"

#include <vector>

namespace primerank::pi {

/// The primes of an interval, counted one by one: a law::Workload.
using PrimesBetween = tally::Enumeration<tally::CountMeasure>;

/// Of an interval that the sieve can sieve: up to proven_limit (see sieve::Sieve::run).
PrimesBetween primes_between(const Interval& interval);

/// The primes of a short interval, ascending.
std::vector<uint128> list_primes(const Interval& interval);

/// The steps-th prime above x for steps >= 1, else the (1 - steps)-th prime at or below x, counted
/// downwards; up to proven_limit. Enumerates all between. Throws std::out_of_range where there is
/// none.
uint128 prime_near(uint128 x, int128 steps);

} // namespace primerank::pi
