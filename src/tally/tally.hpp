#pragma once

#include "numbers/interval.hpp"
#include "sieve/segment.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace primerank::tally {

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

/// How to take a tally: runtime choices (which tuplets, which modulus ...) and two ways to look at
/// primes, as a bitmap segment and as an ascending list (for 2, 3 and 5, which have no bit).
/// Both give the tally of that piece alone; pieces are joined by combine.
template <class M>
concept Measure = Tally<typename M::Tally> && requires(const M& measure,
                                                       const sieve::Segment& segment,
                                                       std::span<const std::uint64_t> primes) {
    { measure.of_segment(segment) } -> std::same_as<typename M::Tally>;
    { measure.of_primes(primes) } -> std::same_as<typename M::Tally>;
};

/// tally.combine(measure.of_segment(segment)), by the measure's own observe(tally, segment) where
/// it has one: what the tally already holds may save work, but never changes the result.
template <Measure M>
void observe(const M& measure, typename M::Tally& tally, const sieve::Segment& segment) {
    if constexpr (requires { measure.observe(tally, segment); }) {
        measure.observe(tally, segment);
    } else {
        tally.combine(measure.of_segment(segment));
    }
}

/// measure.held_bytes(interval), where it has one: about how many bytes the tally of an interval
/// holds beyond those of an empty one.
template <Measure M>
double held_bytes(const M& measure, const Interval& interval) {
    if constexpr (requires { measure.held_bytes(interval); }) {
        return measure.held_bytes(interval);
    } else {
        return 0;
    }
}

/// measure.rank_bytes(threads), where it has one: about how many bytes a rank needs for tallies
/// whose size does not depend on the interval.
template <Measure M>
std::size_t rank_bytes(const M& measure, int threads) {
    if constexpr (requires { measure.rank_bytes(threads); }) {
        return measure.rank_bytes(threads);
    } else {
        return 0;
    }
}

} // namespace primerank::tally
