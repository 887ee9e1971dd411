#pragma once

#include "pi/tables.hpp"

namespace primerank::pi {

/// What the other terms leave in closed form. With s = pi(sqrt x), p = p_b,
///     Sigma = a - 1 + s(s-1)/2 - a(a-1)/2 + (a-d)(a-d-1)/2
///           + sum over d < b <= b3 of  - pi(sqrt(x / p))^2
///               + ( b <= c:  pi(x / (p y)) a + (1 - b)(a - b)
///                   b >  c:  b pi(x / p^2) + (1 - b)(pi(x / p^2) - b) ).
int128 sigma(const Tables& tables, std::uint64_t primes_up_to_sqrt_x);

} // namespace primerank::pi
