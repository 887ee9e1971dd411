#pragma once

#include "numbers/interval.hpp"
#include "numbers/serialized.hpp"
#include "random_cases.hpp"
#include "tally/measure.hpp"
#include "tally/reference_sieve.hpp"

#include "catch.hpp"

#include <algorithm>
#include <concepts>
#include <cstdlib>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

/// The one law, checked for any measure: see law/tally.hpp.
namespace primerank::law {

using reference::SegmentBuffer;
using reference::Window;

/// PRIMERANK_TEST_SCALE times as many random cases as by default.
inline int scaled(int cases) {
    return cases * test_scale();
}

/// Where the line is awkward: its beginning, where numbers outgrow 32 bits, and its end.
inline const std::vector<Window>& windows() {
    static const std::vector<Window> all = [] {
        constexpr uint128 two_to_the_32 = uint128{1} << 32;
        std::vector<Window> made;
        made.emplace_back(Interval{0, 2'500'000});
        made.emplace_back(Interval{two_to_the_32 - 40'000, two_to_the_32 + 40'000});
        made.emplace_back(Interval{1'000'000'000'000'000'000, 1'000'000'000'000'020'000});
        made.emplace_back(Interval{two_to_the_64 - 40'000, two_to_the_64});
        return made;
    }();
    return all;
}

/// Tallies a piece of the window as a sieve would hand it over: 2, 3 and 5 as a list, the rest in
/// segments. Segments are added by observe, or by of_segment and combine.
template <tally::Measure M>
typename M::Tally tally_of(const M& measure, const Window& window, const Interval& piece,
                           bool by_observe = true) {
    const auto small = window.primes_of({piece.start, std::min<uint128>(piece.stop, 7)});
    typename M::Tally tally = measure.of_primes(small);
    constexpr uint128 most = uint128{30} * sieve::max_segment_bytes;
    for (uint128 start = piece.start; start < piece.stop;) {
        const uint128 stop = std::min(piece.stop, start - start % 30 + most);
        const Interval extent{start, stop};
        const SegmentBuffer buffer(extent, window.primes_of({std::max<uint128>(start, 7), stop}));
        if (by_observe) {
            tally::observe(measure, tally, buffer.view());
        } else {
            tally.combine(measure.of_segment(buffer.view()));
        }
        start = stop;
    }
    return tally;
}

/// Borders of random pieces: some far apart, some next to each other, some twice.
inline std::vector<uint128> random_borders(const Interval& whole, std::mt19937_64& random) {
    std::vector<uint128> borders = {whole.start, whole.stop};
    const auto width = static_cast<std::uint64_t>(whole.width());
    for (std::uint64_t places = 1 + random() % 8; places > 0; --places) {
        const uint128 border = whole.start + random() % (width + 1);
        for (std::uint64_t close = random() % 4; close > 0; --close) {
            borders.push_back(std::min(whole.stop, border + random() % 40));
        }
    }
    std::sort(borders.begin(), borders.end());
    return borders;
}

/// Combines adjacent tallies in a random order of adjacent pairs.
template <law::Tally T>
T combine_in_any_order(std::vector<T> parts, std::mt19937_64& random) {
    while (parts.size() > 1) {
        const auto at = static_cast<std::ptrdiff_t>(random() % (parts.size() - 1));
        parts[static_cast<std::size_t>(at)].combine(parts[static_cast<std::size_t>(at) + 1]);
        parts.erase(parts.begin() + at + 1);
    }
    return parts.front();
}

/// Checks identity, associativity, independence of the split and of the form in which primes are
/// given, and serialisation, on the interval `whole` of the window.
template <tally::Measure M>
void check(const M& measure, const Window& window, const Interval& whole, int splits) {
    using T = typename M::Tally;
    INFO("interval " << to_string(whole));
    const T expected = tally_of(measure, window, whole);
    CHECK(measure.of_primes(window.primes_of(whole)) == expected);
    CHECK(tally_of(measure, window, whole, false) == expected);
    CHECK(deserialized<T>(serialized(expected)) == expected);

    T left_identity;
    left_identity.combine(expected);
    CHECK(left_identity == expected);
    T right_identity = expected;
    right_identity.combine(T{});
    CHECK(right_identity == expected);
    CHECK(tally_of(measure, window, {whole.start, whole.start}) == T{});

    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < splits; ++i) {
        const std::vector<uint128> borders = random_borders(whole, random);
        std::vector<T> parts;
        for (std::size_t k = 0; k + 1 < borders.size(); ++k) {
            parts.push_back(tally_of(measure, window, {borders[k], borders[k + 1]}));
        }
        CHECK(combine_in_any_order(parts, random) == expected);
    }
}

/// The law on whole windows, and on every small interval at the beginning of the line.
template <tally::Measure M>
void check(const M& measure) {
    for (const Window& window : windows()) {
        check(measure, window, window.interval, scaled(5));
    }
    const Window& beginning = windows().front();
    for (unsigned start = 0; start < 10; ++start) {
        for (unsigned stop = start; stop < 32; stop += 3) {
            check(measure, beginning, {start, stop}, scaled(3));
        }
    }
}

/// What travels as bytes must be bytes.
template <law::Tally T>
inline constexpr bool travels_as_bytes = std::is_trivially_copyable_v<T>;

} // namespace primerank::law
