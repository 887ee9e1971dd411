#include "sieve/sieving_primes.hpp"

#include "numbers/roots.hpp"
#include "sieve/kernels.hpp"
#include "sieve/segment_sieve.hpp"
#include "sieve/sieving_primes_build.hpp"

#include <algorithm>

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
    SievingPrimesBuild build(limit, nullptr);
    build.help();
    return build.finish();
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
        SegmentSieve sieve(kernels(instruction_set()), max_segment_bytes);
        sieve.run(*this, integer_sqrt(uint128{30} * end), next, end - next,
                  [&](const std::uint8_t* segment, std::uint64_t position, std::size_t count) {
                      visit({segment, position, count});
                  });
    }
}

} // namespace primerank::sieve
