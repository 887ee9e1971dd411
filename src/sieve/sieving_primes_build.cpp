#include "sieve/sieving_primes_build.hpp"

#include "numbers/roots.hpp"
#include "sieve/kernels.hpp"
#include "sieve/pages.hpp"
#include "sieve/segment_sieve.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace primerank::sieve {
namespace {

/// Up to here no sieving primes are needed to find sieving primes.
constexpr std::uint64_t plain_limit = 2048;

/// Two milliseconds of sieving.
constexpr std::uint64_t block_bytes = std::uint64_t{1} << 20;

} // namespace

SievingPrimesBuild::SievingPrimesBuild(std::uint64_t limit, const SievingPrimes* known)
    : limit_(limit), size_(limit / 30 + 1), root_(integer_sqrt(uint128{30} * size_)) {
    if (limit > largest_sieving_prime) {
        throw std::invalid_argument("sieving primes end at 2^41, not at " + std::to_string(limit));
    }
    memory_ = std::make_shared<AlignedBuffer<std::uint8_t>>(SievingPrimes::allocation_bytes(limit));
    std::uint8_t* const bytes = memory_->data();
    std::fill(bytes + size_, bytes + memory_->size(), std::uint8_t{0});
    if (limit <= plain_limit) {
        sieve_plainly();
        return;
    }
    if (known != nullptr) {
        first_byte_ = std::min(size_, known->limit() / 30); // the last byte may be cut
        fetch_pages(bytes, first_byte_);
        std::copy_n(known->bytes().data(), first_byte_, bytes);
    }
    blocks_ = (size_ - first_byte_ + block_bytes - 1) / block_bytes;
    roots_ = SievingPrimes::up_to(std::max<std::uint64_t>(root_, presieve_limit));
}

void SievingPrimesBuild::sieve_plainly() {
    std::uint8_t* const bytes = memory_->data();
    std::fill_n(bytes, size_, std::uint8_t{0});
    std::vector<bool> composite(limit_ + 1);
    for (std::uint64_t n = 2; n <= limit_; ++n) {
        if (composite[n]) {
            continue;
        }
        if (n >= 7) {
            bytes[n / 30] = static_cast<std::uint8_t>(bytes[n / 30] | 1U << wheel_bits[n % 30]);
        }
        for (std::uint64_t m = n * n; m <= limit_; m += n) {
            composite[m] = true;
        }
    }
}

void SievingPrimesBuild::help() {
    if (begun_ >= blocks_) {
        return;
    }
    std::uint8_t* const bytes = memory_->data();
    SegmentSieve sieve(kernels(instruction_set()), max_segment_bytes);
    for (std::uint64_t block = begun_++; block < blocks_; block = begun_++) {
        const std::uint64_t first = first_byte_ + block * block_bytes;
        const std::uint64_t count = std::min(block_bytes, size_ - first);
        fetch_pages(bytes + first, count);
        sieve.run(*roots_, root_, first, count,
                  [&](const std::uint8_t* segment, std::uint64_t position, std::size_t n) {
                      std::copy_n(segment, n, bytes + position);
                  });
        ++done_;
    }
}

std::shared_ptr<const SievingPrimes> SievingPrimesBuild::finish() {
    std::uint8_t& last = memory_->data()[size_ - 1];
    for (unsigned bit = 0; bit < 8; ++bit) {
        if (30 * (size_ - 1) + wheel_residues[bit] > limit_) {
            last &= static_cast<std::uint8_t>(~(1U << bit));
        }
    }
    return std::make_shared<const SievingPrimes>(limit_, memory_->data(), memory_);
}

} // namespace primerank::sieve
