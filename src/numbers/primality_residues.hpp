#pragma once

#include <cstdint>

namespace primerank {

/// What the residues of n modulo the primes up to 29 say about n.
struct SmallPrimeResidues {
    /// Some prime up to 29 divides n (and may be n).
    bool small_factor = false;
    /// The parameter of the extra strong Lucas test: the smallest P >= 3 for which P^2 - 4 has
    /// Jacobi symbol -1 modulo n; 0 when it lies above 28 (one n in a thousand, and squares) or n
    /// has a small factor.
    std::uint32_t lucas_parameter = 0;
};

/// Five table look-ups, without a branch.
SmallPrimeResidues small_prime_residues(std::uint64_t n);

/// The same P by plain search, however large; 0 when n is proved composite on the way, because it
/// is a square or shares a factor with P^2 - 4. For odd n > 10^3 without a factor up to 29.
std::uint32_t search_lucas_parameter(std::uint64_t n);

} // namespace primerank
