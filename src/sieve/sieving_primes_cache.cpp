#include "sieve/sieving_primes_cache.hpp"

#include "sieve/sieving_primes_build.hpp"

#include <algorithm>

namespace primerank::sieve {

std::shared_ptr<const SievingPrimes> SievingPrimesCache::up_to(std::uint64_t limit) {
    // A little more, for the next piece: a second bitmap would be made while others hold the first.
    const std::uint64_t most =
        std::max(limit, std::min(limit + limit / 1024, largest_sieving_prime));
    std::unique_lock lock(mutex_);
    while (primes_ == nullptr || primes_->limit() < limit) {
        if (build_ == nullptr) {
            build_ = std::make_shared<SievingPrimesBuild>(most, primes_.get());
        }
        help(lock);
    }
    return primes_;
}

/// Works on the build and returns when it has ended, whichever thread did the last of it. If this
/// thread fails, the build is given up, and whoever waits for it begins another.
void SievingPrimesCache::help(std::unique_lock<std::mutex>& lock) {
    const std::shared_ptr<SievingPrimesBuild> build = build_;
    lock.unlock();
    try {
        build->help();
    } catch (...) {
        lock.lock();
        if (build_ == build) {
            build_ = nullptr;
        }
        build_ended_.notify_all();
        throw;
    }
    lock.lock();
    if (build_ == build && build->complete()) {
        primes_ = build->finish();
        build_ = nullptr;
        build_ended_.notify_all();
    }
    build_ended_.wait(lock, [&] { return build_ != build; });
}

} // namespace primerank::sieve
