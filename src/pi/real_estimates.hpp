#pragma once

#include "pi/real.hpp"

namespace primerank::pi {

/// The logarithmic integral li(x), the principal value of the integral of dt / log t from 0 to x,
/// for x > 1, by Ramanujan's series (B. C. Berndt, "Ramanujan's Notebooks IV", p. 126):
///     li(x) = gamma + log log x + sqrt(x) sum over n >= 1 of
///             (-1)^(n-1) log(x)^n / (n! 2^(n-1)) * sum over 0 <= k <= (n-1)/2 of 1 / (2k + 1).
/// The relative error is below 10^-30 for x up to 10^30.
/// Throws std::invalid_argument for x <= 1.
Real logarithmic_integral(const Real& x);

/// Li(x) = li(x) - li(2): the integral from 2 on, Gauss's estimate of pi(x). 0 for x < 2.
Real offset_logarithmic_integral(const Real& x);

/// Riemann's R(x) = sum over n >= 1 of mu(n) / n li(x^(1/n)), the best smooth estimate of pi(x),
/// by Gram's series
///     R(x) = 1 + sum over n >= 1 of log(x)^n / (n n! zeta(n + 1)),
/// for x >= 1; 0 below. The relative error is below 10^-30 for x up to 10^30.
Real riemann_r(const Real& x);

/// The x with R(x) = n: about as close to the n-th prime as sqrt(x). 2 for n <= 1; n up to 10^30.
Real inverse_riemann_r(const Real& n);

} // namespace primerank::pi
