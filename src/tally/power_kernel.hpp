#pragma once

#include "law/wide_sum.hpp"
#include "sieve/segment.hpp"

namespace primerank::tally {

/// Exponents are 0 to 8.
inline constexpr unsigned largest_power = 8;

/// The sum of p^power over the primes of a segment. Needs power <= largest_power.
law::WideSum sum_powers(const sieve::Segment& segment, unsigned power);

} // namespace primerank::tally
