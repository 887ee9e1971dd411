#pragma once

#include "pi/builders.hpp"
#include "pi/factor_table.hpp"
#include "pi/parameters.hpp"
#include "pi/pi_table.hpp"

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// What every term reads and no one writes: one copy serves all threads of a rank.
/// In the notation of the field p_b is the b-th prime and pi(x) = phi-sums over b; here
/// k < b <= d are the primes of D and C, d < b <= b3 those of A.
class Tables {
  public:
    /// Throws std::bad_alloc where memory does not suffice, BuildingStopped.
    Tables(const Parameters& parameters, const Builders& builders);

    static std::uint64_t bytes(const Parameters& parameters);
    static std::uint64_t bytes_of_listed_primes(const Parameters& parameters);

    /// Of the pi table.
    static std::uint64_t largest_argument_of_pi(const Parameters& parameters);

    /// p_b
    [[nodiscard]] std::uint64_t prime(std::uint64_t b) const { return primes[b]; }

    Parameters parameters;
    const Kernels& kernels;
    Patterns patterns;
    PiTable pi;
    std::vector<std::uint32_t> primes; ///< primes[b] = p_b, primes[0] = 0
    FactorTable factors;
    std::uint64_t a = 0;  ///< pi(y)
    std::uint64_t bz = 0; ///< pi(sqrt(z)): above it, hard leaves have prime m
    std::uint64_t d = 0;  ///< pi(x*)
    std::uint64_t c = 0;  ///< pi(sqrt(x / y)) >= d
    std::uint64_t b3 = 0; ///< pi(x^(1/3)) >= c
};

} // namespace primerank::pi
