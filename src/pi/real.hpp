#pragma once

#include "numbers/uint128.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace primerank::pi {

/// 113 bits, 34 digits: so much that estimates of pi(x) for all x that are dealt with here are
/// right to far below 1.
using Real = boost::multiprecision::cpp_bin_float_quad;

/// The nearest integer; |value| < 2^112.
inline int128 rounded(const Real& value) {
    return round(value).convert_to<int128>();
}

} // namespace primerank::pi
