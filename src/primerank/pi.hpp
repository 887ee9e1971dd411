#pragma once

#include "primerank/uint128.hpp"

namespace primerank {

// threads, and who may call, as in count.hpp. Both throw std::runtime_error when a thread cannot be
// started, and std::bad_alloc.

/// pi(x): how many primes there are up to x, x included. By a combinatorial method that needs time
/// of about x^(2/3), beyond 64 bits too: of one core by AVX-512 a quarter of a second at 10^15,
/// with 11 MB; 15 seconds at 10^18, 70 MB; 5 minutes at 10^20, half a GB. Throws
/// std::invalid_argument for x beyond 10^26 or so, where intermediate values do not fit.
uint128 prime_pi(uint128 x, unsigned threads = 0);

/// The n-th prime; the first is 2. Takes a little longer than prime_pi() of it.
/// Throws std::invalid_argument for n = 0, and where it is above 3.3 10^24 (n above 6 10^22).
uint128 nth_prime(uint128 n, unsigned threads = 0);

} // namespace primerank
