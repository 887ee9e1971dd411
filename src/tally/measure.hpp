#pragma once

#include "law/tally.hpp"
#include "numbers/interval.hpp"
#include "sieve/segment.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

namespace primerank::tally {

/// How to take a tally: runtime choices (which tuplets, which modulus ...) and two ways to look at
/// primes, as a bitmap segment and as an ascending list (for 2, 3 and 5, which have no bit).
/// Both give the tally of that piece alone; pieces are joined by combine.
template <class M>
concept Measure = law::Tally<typename M::Tally> && requires(const M& measure,
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
