#pragma once

#include "law/tally.hpp"

#include <cstdint>

namespace primerank::law {

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

} // namespace primerank::law
