#include "sieve/sieving_primes.hpp"

#include "numbers/roots.hpp"
#include "sieve/aligned_buffer.hpp"
#include "sieve/pages.hpp"
#include "sieve/segment_sieve.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace primerank::sieve {
namespace {

constexpr std::size_t padding = 64;

constexpr std::uint64_t largest_limit = 0xffff'ffff;

/// Up to here no sieving primes are needed to find sieving primes.
constexpr std::uint64_t plain_limit = 2048;

void sieve_plainly(std::uint8_t* bytes, std::uint64_t limit) {
    std::vector<bool> composite(limit + 1);
    for (std::uint64_t n = 2; n <= limit; ++n) {
        if (composite[n]) {
            continue;
        }
        if (n >= 7) {
            bytes[n / 30] = static_cast<std::uint8_t>(bytes[n / 30] | 1U << wheel_bits[n % 30]);
        }
        for (std::uint64_t m = n * n; m <= limit; m += n) {
            composite[m] = true;
        }
    }
}

} // namespace

SievingPrimes::SievingPrimes(std::uint64_t limit, const std::uint8_t* bytes,
                             std::shared_ptr<const void> owner)
    : limit_(limit), bytes_(bytes, limit / 30 + 1), owner_(std::move(owner)) {}

std::size_t SievingPrimes::allocation_bytes(std::uint64_t limit) {
    return (limit / 30 + 1 + padding - 1) / padding * padding + padding;
}

std::shared_ptr<const SievingPrimes> SievingPrimes::up_to(std::uint64_t limit) {
    return up_to(limit, SievingPrimes(0, nullptr, nullptr));
}

std::shared_ptr<const SievingPrimes> SievingPrimes::up_to(std::uint64_t limit,
                                                          const SievingPrimes& known) {
    if (limit > largest_limit) {
        throw std::invalid_argument("sieving primes end at 2^32, not at " + std::to_string(limit));
    }
    const auto memory = std::make_shared<AlignedBuffer<std::uint8_t>>(allocation_bytes(limit));
    std::uint8_t* const bytes = memory->data();
    fetch_pages(bytes, memory->size());
    const std::uint64_t size = limit / 30 + 1;
    std::fill(bytes + size, bytes + memory->size(), std::uint8_t{0});
    if (limit <= plain_limit) {
        std::fill_n(bytes, size, std::uint8_t{0});
        sieve_plainly(bytes, limit);
    } else {
        const std::uint64_t copied = std::min(size, known.limit() / 30); // the last byte may be cut
        std::copy_n(known.bytes().data(), copied, bytes);
        const std::uint64_t root = integer_sqrt(uint128{30} * size);
        const auto primes = up_to(std::max<std::uint64_t>(root, presieve_limit));
        SegmentSieve sieve(instruction_set(), max_segment_bytes);
        sieve.run(*primes, root, copied, size - copied,
                  [&](const std::uint8_t* segment, std::uint64_t position, std::size_t count) {
                      std::copy_n(segment, count, bytes + position);
                  });
    }
    for (unsigned bit = 0; bit < 8; ++bit) {
        if (30 * (size - 1) + wheel_residues[bit] > limit) {
            bytes[size - 1] &= static_cast<std::uint8_t>(~(1U << bit));
        }
    }
    return std::make_shared<const SievingPrimes>(limit, bytes, memory);
}

void SievingPrimes::visit_stretches(std::uint64_t first, std::uint64_t last,
                                    const std::function<void(const PrimeStretch&)>& visit) const {
    const std::uint64_t begin = first / 30 / padding * padding;
    const std::uint64_t end = last / 30 + 1;
    // The last byte at hand may be cut.
    const std::uint64_t known = last <= limit_ ? end : limit_ / 30 / padding * padding;
    if (begin < known) {
        visit({bytes_.data() + begin, begin, known - begin});
    }
    if (known < end) {
        const std::uint64_t next = std::max(begin, known);
        SegmentSieve sieve(instruction_set(), max_segment_bytes);
        sieve.run(*this, integer_sqrt(uint128{30} * end), next, end - next,
                  [&](const std::uint8_t* segment, std::uint64_t position, std::size_t count) {
                      visit({segment, position, count});
                  });
    }
}

std::shared_ptr<const SievingPrimes> SievingPrimesCache::up_to(std::uint64_t limit) {
    // A little more, for the next piece: a second bitmap would be made while others hold the first.
    const std::uint64_t most = std::max(limit, std::min(limit + limit / 1024, largest_limit));
    const std::lock_guard lock(mutex_);
    if (primes_ == nullptr) {
        primes_ = SievingPrimes::up_to(most);
    } else if (primes_->limit() < limit) {
        primes_ = SievingPrimes::up_to(most, *primes_);
    }
    return primes_;
}

} // namespace primerank::sieve
