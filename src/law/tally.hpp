#pragma once

#include <concepts>
#include <cstdint>

namespace primerank::law {

/// The one law: a tally is a monoid over adjacent intervals. For J right after I,
///     tally(I + J) = tally(I).combine(tally(J)),
/// combine is associative, and a default-constructed tally is the identity: what an empty interval
/// has. It need not commute. Equal tallies compare equal bit for bit, however they came about.
template <class T>
concept Tally = std::regular<T> && requires(T left, const T& right) {
    {left.combine(right)};
};

/// A tally that knows how many primes there are in its interval, whatever else it is of.
template <class T>
concept CountsPrimes = Tally<T> && requires(const T& tally) {
    { primes_in(tally) } -> std::same_as<std::uint64_t>;
};

} // namespace primerank::law
