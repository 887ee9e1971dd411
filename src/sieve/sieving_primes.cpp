#include "sieve/sieving_primes.hpp"

#include "sieve/aligned_buffer.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace primerank::sieve {
namespace {

constexpr std::size_t padding = 64;

} // namespace

SievingPrimes::SievingPrimes(std::uint64_t limit, const std::uint8_t* bytes,
                             std::shared_ptr<const void> owner)
    : limit_(limit), bytes_(bytes, limit / 30 + 1), owner_(std::move(owner)) {}

std::size_t SievingPrimes::allocation_bytes(std::uint64_t limit) {
    return (limit / 30 + 1 + padding - 1) / padding * padding + padding;
}

std::shared_ptr<const SievingPrimes> SievingPrimes::up_to(std::uint64_t limit) {
    if (limit >> 32 != 0) {
        throw std::invalid_argument("sieving primes end at 2^32, not at " + std::to_string(limit));
    }
    const auto bytes = std::make_shared<AlignedBuffer<std::uint8_t>>(allocation_bytes(limit));
    std::fill_n(bytes->data(), bytes->size(), std::uint8_t{0});
    std::vector<bool> composite(limit + 1);
    for (std::uint64_t n = 2; n <= limit; ++n) {
        if (composite[n]) {
            continue;
        }
        if (n >= 7) {
            (*bytes)[n / 30] =
                static_cast<std::uint8_t>((*bytes)[n / 30] | 1U << wheel_bits[n % 30]);
        }
        for (std::uint64_t m = n * n; m <= limit; m += n) {
            composite[m] = true;
        }
    }
    return std::make_shared<const SievingPrimes>(limit, bytes->data(), bytes);
}

std::shared_ptr<const SievingPrimes> SievingPrimes::up_to(std::uint64_t limit,
                                                          const SievingPrimes& /*known*/) {
    return up_to(limit);
}

std::shared_ptr<const SievingPrimes> SievingPrimesCache::up_to(std::uint64_t limit) {
    const std::lock_guard lock(mutex_);
    if (primes_ == nullptr) {
        primes_ = SievingPrimes::up_to(limit);
    } else if (primes_->limit() < limit) {
        primes_ = SievingPrimes::up_to(limit, *primes_);
    }
    return primes_;
}

} // namespace primerank::sieve
