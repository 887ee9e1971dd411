#pragma once

#include "numbers/interval.hpp"
#include "tally/pattern.hpp"

#include <cstdint>
#include <vector>

namespace primerank::internal {

/// How many constellations of any of the patterns, which have two members or more, lie in the
/// interval: by sieving for the patterns or by enumerating all primes, whichever is faster.
std::uint64_t count_patterns(const std::vector<tally::Pattern>& patterns, const Interval& interval,
                             unsigned threads);

} // namespace primerank::internal
