#pragma once

#include <cstdint>

namespace primerank {

/// What the residues of n modulo the primes up to 29 say about n.
struct SmallPrimeResidues {
    /// Some prime up to 29 divides n (and may be n).
    bool small_factor = false;
    /// When n has none of these factors: the parameter of the extra strong Lucas test, the smallest
    /// P >= 3 for which P^2 - 4 has Jacobi symbol -1 modulo n; 0 when it lies above 28 (one n in a
    /// thousand, and squares).
    std::uint32_t lucas_parameter = 0;
};

/// Four table look-ups, without a branch.
SmallPrimeResidues small_prime_residues(std::uint64_t n);

/// That P by search, for n > 1000 with no small factor and lucas_parameter 0; 0 when n is proved
/// composite on the way, because it is a square or shares a factor with P^2 - 4.
std::uint32_t search_lucas_parameter(std::uint64_t n);

} // namespace primerank
