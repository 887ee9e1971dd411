#pragma once

#include "numbers/interval.hpp"
#include "numbers/primality.hpp"
#include "tally/pattern.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

namespace primerank::constellations {

/// An admissible pattern of `members` members, 2 at least, up to so far apart.
inline tally::Pattern random_pattern(std::size_t members, std::uint64_t diameter,
                                     std::mt19937_64& random) {
    for (;;) {
        std::vector<std::uint64_t> offsets = {0};
        while (offsets.size() < members) {
            offsets.push_back(2 + 2 * (random() % (diameter / 2)));
        }
        std::sort(offsets.begin(), offsets.end());
        offsets.erase(std::unique(offsets.begin(), offsets.end()), offsets.end());
        try {
            if (offsets.size() > 1) {
                return tally::Pattern(offsets);
            }
        } catch (const std::invalid_argument&) { // not admissible
        }
    }
}

/// The first members n, start <= n < stop, of constellations of the pattern, each number tested by
/// itself; members beyond 2^64 are none.
inline std::vector<std::uint64_t> first_members_one_by_one(const tally::Pattern& pattern,
                                                           const Interval& first) {
    std::vector<std::uint64_t> found;
    const auto offsets = pattern.offsets();
    for (uint128 n = first.start; n < first.stop; ++n) {
        if (std::all_of(offsets.begin(), offsets.end(), [n](std::uint64_t offset) {
                return n + offset < two_to_the_64
                       && is_prime(static_cast<std::uint64_t>(n + offset));
            })) {
            found.push_back(static_cast<std::uint64_t>(n));
        }
    }
    return found;
}

/// A random interval up to so wide at a random height, the edges of what there is included.
inline Interval random_interval(std::uint64_t widest, std::mt19937_64& random) {
    const uint128 width = 1 + random() % widest;
    switch (random() % 6) {
    case 0:
        return {0, width};
    case 1:
        return {two_to_the_64 - width, two_to_the_64};
    case 2: // where the tests change
        return {(uint128{1} << 50) - width / 2, (uint128{1} << 50) + width / 2 + 1};
    default:
        const uint128 start = (random() >> random() % 60) % (two_to_the_64 - width);
        return {start, start + width};
    }
}

} // namespace primerank::constellations
