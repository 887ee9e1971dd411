#pragma once

#include "numbers/interval.hpp"

#include <string_view>

namespace primerank {

/// A whole number as people type it: 100000, 1_000_000, 1e10, 1.8e19, 10^12, 2^64, and sums and
/// differences of these such as 2^64-1 or 1e18+1e9. Decimal only; a fraction must come out whole.
/// Throws std::invalid_argument, with a sentence that quotes the text, for everything else and for
/// a value below 0 or above `largest`.
uint128 parse_bound(std::string_view text, uint128 largest = two_to_the_64);

/// [start, stop) from two bounds, where the second may be +WIDTH, counted from the first.
/// Throws std::invalid_argument as parse_bound does, and when stop lies before start.
Interval parse_interval(std::string_view start, std::string_view stop,
                        uint128 largest = two_to_the_64);

} // namespace primerank
