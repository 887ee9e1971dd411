#pragma once

#include "pi/real.hpp"

namespace primerank::pi {

/// Riemann's R(x) = sum over n >= 1 of mu(n) / n li(x^(1/n)), the best smooth estimate of pi(x),
/// by Gram's series
///     R(x) = 1 + sum over n >= 1 of log(x)^n / (n n! zeta(n + 1)),
/// for x >= 1; 0 below. The relative error is below 10^-30 for x up to 10^30.
Real riemann_r(const Real& x);

/// The x with R(x) = n: about as close to the n-th prime as sqrt(x). 2 for n <= 1; n up to 10^30.
Real inverse_riemann_r(const Real& n);

} // namespace primerank::pi
