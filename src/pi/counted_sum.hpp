#pragma once

#include "numbers/serialization.hpp"

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// Every large term is a sum of values of counting functions, coefficient times N(0, n], at points
/// n, cut up by n. A piece [lo, hi) knows nothing of what lies below lo. Of a counting function it
/// gives
///     S   the sum of coefficient times N[lo, n]   over its points n,
///     W   the sum of its coefficients,
///     N   what is counted inside [lo, hi).
/// For adjacent pieces (S, W, N) (S', W', N') = (S + S' + W' N, W + W', N + N'): a semidirect
/// product, so any bracketing gives the same.

/// With one counting function. |W| and N must stay below 2^63.
struct CountedSum {
    int128 sum = 0;
    std::int64_t weight = 0;
    std::int64_t count = 0;

    void combine(const CountedSum& right) {
        sum += right.sum + static_cast<int128>(right.weight) * count;
        weight += right.weight;
        count += right.count;
    }

    friend bool operator==(const CountedSum&, const CountedSum&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        serialize_wide(archive, sum);
        archive& weight;
        archive& count;
    }
};

/// With one counting function for each i = 0, 1 ... and a common sum over all of them. Functions
/// beyond the end of a vector have weight or count 0; vectors end with an element other than 0, so
/// that equal partial results compare equal.
struct CountedSums {
    int128 sum = 0;
    std::vector<std::int64_t> weights;
    std::vector<std::int64_t> counts;

    void combine(const CountedSums& right);

    /// Removes zeros from the ends.
    void trim();

    friend bool operator==(const CountedSums&, const CountedSums&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        serialize_wide(archive, sum);
        archive& weights;
        archive& counts;
    }
};

} // namespace primerank::pi
