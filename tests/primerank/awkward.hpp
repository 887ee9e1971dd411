#pragma once

#include "primerank/uint128.hpp"

#include <vector>

namespace primerank {

/// An interval, as the library takes it.
struct Bounds {
    uint128 start;
    uint128 stop;
};

/// Intervals that the reference sieve can do, at the awkward places of the line.
inline std::vector<Bounds> awkward_intervals() {
    return {{0, 0},
            {0, 1},
            {0, 3},
            {2, 6},
            {5, 6},
            {7, 8},
            {24, 28},
            {89, 97},
            {0, 100'000},
            {999'983, 1'000'004},
            {1'000'000, 2'100'007},
            {largest_stop - 60, largest_stop},
            {largest_stop - 59, largest_stop - 58},
            {largest_stop - 20'000, largest_stop},
            {largest_stop, largest_stop}};
}

inline const std::vector<unsigned>& thread_counts() {
    static const std::vector<unsigned> counts = {1, 2, 5};
    return counts;
}

} // namespace primerank
