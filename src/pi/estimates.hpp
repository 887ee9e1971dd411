#pragma once

#include "numbers/uint128.hpp"

namespace primerank::pi {

/// Smooth estimates of pi(x) to the nearest integer, for x up to 10^30, without the header of
/// floating-point numbers of 113 bits that they are computed with: see real_estimates.hpp.

/// li(x). Throws std::invalid_argument for x <= 1.
int128 rounded_li(uint128 x);

/// Li(x) = li(x) - li(2); 0 for x < 2.
int128 rounded_offset_li(uint128 x);

/// Riemann's R(x).
int128 rounded_riemann_r(uint128 x);

/// The x with R(x) = n: about as close to the n-th prime as sqrt(x).
uint128 nth_prime_estimate(uint128 n);

} // namespace primerank::pi
