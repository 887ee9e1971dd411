#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace primerank::pi {

/// The primes up to limit < 2^32 by the sieve of Eratosthenes, for limits of a few million.
std::vector<std::uint32_t> small_primes(std::uint32_t limit);

/// Primes in windows anywhere below p^2, where p is the last of the sieving primes (or anywhere
/// below 2^62 when those reach the square root): for the tables of pi and for the primes of B.
class OddSieve {
  public:
    /// primes: 2, 3, 5 ... without a gap; must outlive the sieve. Throws nothing.
    explicit OddSieve(std::span<const std::uint32_t> primes) : primes_(primes) {}

    /// Bit j of word w is 1 exactly when low + 128 w + 2 j + 1 is a prime below the last multiple
    /// of 128 at or above high. low must be a multiple of 128. 1 counts as prime: its bit stands
    /// for 2, which has none. Valid until the next call.
    std::span<const std::uint64_t> window(std::uint64_t low, std::uint64_t high);

  private:
    std::span<const std::uint32_t> primes_;
    std::vector<std::uint64_t> words_;
};

} // namespace primerank::pi
