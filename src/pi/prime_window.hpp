#pragma once

#include "numbers/interval.hpp"
#include "sieve/sieving_primes_cache.hpp"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

namespace primerank::pi {

/// The primes of an interval that may lie beyond 2^64, where the sieve of src/sieve ends: a plain
/// sieve of Eratosthenes over its odd numbers. All primes up to the square root are enumerated for
/// it, so that it pays for wide windows or few of them. Once give_up is requested it holds
/// anything.
class PrimeWindow {
  public:
    /// Numbers in the widest window.
    static constexpr std::uint64_t widest = std::uint64_t{1} << 27;

    /// Needs interval.start >= 3, a width up to widest, and interval.stop < 2^94.
    /// cache: the sieving primes of the sieve that enumerates the primes.
    PrimeWindow(const Interval& interval, const std::shared_ptr<sieve::SievingPrimesCache>& cache,
                const std::stop_token& give_up = {});

    [[nodiscard]] std::uint64_t count() const;

    [[nodiscard]] std::vector<uint128> primes() const;

  private:
    void strike_small_primes();
    void strike_large_primes(std::uint64_t root,
                             const std::shared_ptr<sieve::SievingPrimesCache>& cache,
                             const std::stop_token& give_up);

    uint128 base_; ///< the first odd number
    std::uint64_t size_;
    std::vector<std::uint64_t> odd_; ///< bit i: whether base + 2 i is prime
};

} // namespace primerank::pi
