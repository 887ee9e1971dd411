#pragma once

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// The primes up to limit by the sieve of Eratosthenes, for limits of a few million. The list
/// begins with 0, so that element b is p_b.
std::vector<std::uint32_t> small_primes(std::uint32_t limit);

} // namespace primerank::pi
