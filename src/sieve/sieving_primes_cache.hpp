#pragma once

#include "sieve/sieving_primes.hpp"

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>

namespace primerank::sieve {

class SievingPrimesBuild;

/// The sieving primes of a process: grows on demand, is asked by many threads at once, and keeps
/// what it has between calls. Threads that ask for more than is there build it together.
class SievingPrimesCache {
  public:
    SievingPrimesCache() = default;
    explicit SievingPrimesCache(std::shared_ptr<const SievingPrimes> primes)
        : primes_(std::move(primes)) {}

    /// The limit of what is there, 0 for nothing.
    [[nodiscard]] std::uint64_t limit() {
        const std::lock_guard lock(mutex_);
        return primes_ == nullptr ? 0 : primes_->limit();
    }

    /// Primes up to limit at least. Throws std::invalid_argument if limit is 2^41 or more,
    /// std::bad_alloc.
    std::shared_ptr<const SievingPrimes> up_to(std::uint64_t limit);

  private:
    void help(std::unique_lock<std::mutex>& lock);

    std::mutex mutex_;
    std::condition_variable build_ended_;
    std::shared_ptr<const SievingPrimes> primes_;
    std::shared_ptr<SievingPrimesBuild> build_; ///< of larger ones, or none
};

} // namespace primerank::sieve
