#pragma once

namespace primerank::pi {

/// Riemann's R(x) = sum over n >= 1 of mu(n) / n li(x^(1/n)), the best smooth estimate of pi(x),
/// by Gram's series
///     R(x) = 1 + sum over n >= 1 of log(x)^n / (n n! zeta(n + 1)),
/// for x >= 1; 0 below. The relative error is a few units of long double's last place.
long double riemann_r(long double x);

/// The x with R(x) = n: about as close to the n-th prime as sqrt(x). 2 for n <= 1; n up to 10^30.
long double inverse_riemann_r(long double n);

} // namespace primerank::pi
