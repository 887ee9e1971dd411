#pragma once

#include "numbers/interval.hpp"

#include <string_view>

namespace primerank {

/// A whole number as people type it and programs print it:
///     100000   1_000_000   1,000,000   1e10   1E+9   1.0e+10   10000000000.0   .5e1   1000e-3
///     10^12   2**64   and sums and differences of these, such as 2^64-1 or 1e18 + 1e9
/// Decimal only, blanks around it do not matter, and a fraction must come out whole. Throws
/// std::invalid_argument, with a sentence of one line that quotes the text, for everything else and
/// for a value below 0 or above `largest`. Where that is 2^128 - 1, larger values count as it.
uint128 parse_bound(std::string_view text, uint128 largest = two_to_the_64);

/// The same with a sign in front where there is one, from -largest to largest; largest < 2^127.
int128 parse_signed(std::string_view text, uint128 largest);

/// The same times `unit`, rounded down, where the text may be a fraction: 1.5 of 1024 is 1536.
/// unit <= 2^40; `largest` is of the product.
uint128 parse_multiple(std::string_view text, uint128 unit, uint128 largest);

/// [start, stop) from two bounds, where the second may be +WIDTH, counted from the first.
/// Throws std::invalid_argument as parse_bound does, and when stop lies before start.
Interval parse_interval(std::string_view start, std::string_view stop,
                        uint128 largest = two_to_the_64);

} // namespace primerank
