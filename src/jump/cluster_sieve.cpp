#include "jump/cluster_sieve.hpp"

#include "sieve/kernels.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/pages.hpp"

#include <algorithm>

namespace primerank::jump {
namespace {

/// Once a process.
std::shared_ptr<const sieve::SievingPrimes> primes_to_depth() {
    static const std::shared_ptr<const sieve::SievingPrimes> primes =
        sieve::SievingPrimes::up_to(cluster_depth);
    return primes;
}

static_assert(cluster_depth <= sieve::medium_limit);

} // namespace

ClusterSieve::ClusterSieve(const Clusters& clusters, InstructionSet set)
    : layout_(clusters.layout()), primes_(primes_to_depth()), patterns_(sieve::kernels(set)),
      small_(sieve::kernels(set)), medium_(sieve::kernels(set)) {
    resize_and_fetch(line_, most_bytes + 2 * sieve::line_guard);
    patterns_.load(layout_);
    small_.load(*primes_, cluster_depth, layout_);
}

void ClusterSieve::enter(uint128 first, std::size_t bytes) {
    bytes_ = bytes;
    done_ = 0;
    const uint128 end = layout_.modulus * (first + uint128{8} * bytes);
    const auto last_number = static_cast<std::uint64_t>(std::min(end, two_to_the_64) - 1);
    patterns_.enter(first);
    small_.enter(first, last_number);
    medium_.load(*primes_, cluster_depth, static_cast<std::uint32_t>(8 * bytes), layout_);
    medium_.enter(first, last_number);
}

ClusterSieve::Line ClusterSieve::next() {
    std::uint8_t* const line = line_.data() + sieve::line_guard;
    const unsigned steps = layout_.steps[done_];
    patterns_.fill(line, bytes_, steps);
    small_.cross_out(line, bytes_, steps);
    medium_.cross_out(line, bytes_, steps);
    return {layout_.residues[done_++], {line, bytes_}};
}

std::size_t ClusterSieve::memory() {
    constexpr std::size_t medium_primes = 26'000; // up to cluster_depth
    return most_bytes + 2 * sieve::line_guard
           + medium_primes * sieve::LineMediumPrimes::bytes_per_prime;
}

} // namespace primerank::jump
