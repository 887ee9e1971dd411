#pragma once

#include "tally/tally.hpp"

#include <cstddef>
#include <span>
#include <utility>

namespace primerank::tally {

/// Two tallies of the same interval. The product of two monoids is a monoid, so it obeys the one
/// law whenever both do.
template <Tally A, Tally B>
struct Product {
    A first;
    B second;

    void combine(const Product& right) {
        first.combine(right.first);
        second.combine(right.second);
    }

    friend bool operator==(const Product&, const Product&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& first;
        archive& second;
    }
};

template <Tally A, Tally B>
requires CountsPrimes<A> || CountsPrimes<B> std::uint64_t primes_in(const Product<A, B>& both) {
    if constexpr (CountsPrimes<A>) {
        return primes_in(both.first);
    } else {
        return primes_in(both.second);
    }
}

/// Takes two measures in one pass over the primes.
template <Measure A, Measure B>
class ProductMeasure {
  public:
    using Tally = Product<typename A::Tally, typename B::Tally>;

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
