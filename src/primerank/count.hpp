#pragma once

#include "primerank/uint128.hpp"

#include <cstdint>

namespace primerank {

// Counts are exact. threads: 0 means one for each processor that the process may use; the result
// does not depend on it. Any number of threads may call these at the same time. All throw
// std::runtime_error when a thread cannot be started, and std::bad_alloc.

/// How many primes p there are with start <= p < stop <= 2^64. Long intervals are not enumerated,
/// but counted as prime_pi(stop - 1) - prime_pi(start - 1), where that is faster. Memory is that of
/// a Sieve (sieve.hpp), or of prime_pi() (pi.hpp).
/// Throws std::invalid_argument when start > stop or stop > 2^64.
std::uint64_t count_primes(uint128 start, uint128 stop, unsigned threads = 0);

/// How many tuplets of k primes lie in [start, stop) with all their members, 1 <= k <= 10: k primes
/// as close together as infinitely often possible, all shapes pooled. 2: twins, p and p + 2; 3:
/// triplets, p, p + 2 or p + 4, and p + 6; 4: quadruplets, and so on.
/// Throws std::invalid_argument when k is none of these, when start > stop or stop > 2^64.
std::uint64_t count_tuplets(unsigned k, uint128 start, uint128 stop, unsigned threads = 0);

} // namespace primerank
