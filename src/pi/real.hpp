#pragma once

#include "numbers/uint128.hpp"

#include <boost/multiprecision/cpp_bin_float.hpp>

namespace primerank::pi {

/// 113 bits, 34 digits: so much that estimates of pi(x) for all x that are dealt with here are
/// right to far below 1.
using Real = boost::multiprecision::cpp_bin_float_quad;

/// Exact. In halves of 64 bits, as not every build of Boost knows wider integers.
inline Real to_real(uint128 value) {
    return ldexp(Real(static_cast<std::uint64_t>(value >> 64)), 64)
           + static_cast<std::uint64_t>(value);
}

/// The nearest integer; |value| < 2^112.
inline int128 rounded(const Real& value) {
    const Real whole = round(value);
    const Real high = floor(ldexp(whole, -64));
    const Real low = whole - ldexp(high, 64);
    return static_cast<int128>(high.convert_to<std::int64_t>()) * (int128{1} << 64)
           + low.convert_to<std::uint64_t>();
}

} // namespace primerank::pi
