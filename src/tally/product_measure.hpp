#pragma once

#include "law/product.hpp"
#include "tally/measure.hpp"

#include <cstddef>
#include <span>
#include <utility>

namespace primerank::tally {

/// Takes two measures in one pass over the primes.
template <Measure A, Measure B>
class ProductMeasure {
  public:
    using Tally = law::Product<typename A::Tally, typename B::Tally>;

    ProductMeasure(A first, B second) : first_(std::move(first)), second_(std::move(second)) {}

    [[nodiscard]] Tally of_segment(const sieve::Segment& segment) const {
        return {first_.of_segment(segment), second_.of_segment(segment)};
    }

    [[nodiscard]] Tally of_primes(std::span<const std::uint64_t> primes) const {
        return {first_.of_primes(primes), second_.of_primes(primes)};
    }

    void observe(Tally& tally, const sieve::Segment& segment) const {
        tally::observe(first_, tally.first, segment);
        tally::observe(second_, tally.second, segment);
    }

    [[nodiscard]] double held_bytes(const Interval& interval) const {
        return tally::held_bytes(first_, interval) + tally::held_bytes(second_, interval);
    }

    [[nodiscard]] std::size_t rank_bytes(int threads) const {
        return tally::rank_bytes(first_, threads) + tally::rank_bytes(second_, threads);
    }

  private:
    A first_;
    B second_;
};

} // namespace primerank::tally
