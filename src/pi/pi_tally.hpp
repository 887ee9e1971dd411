#pragma once

#include "numbers/serialization.hpp"
#include "pi/counted_sum.hpp"

namespace primerank::pi {

/// The partial result of a piece of the axis: one monoid for each term, side by side.
struct PiTally {
    CountedSums d;
    CountedSum b;
    CountedSum easy; ///< A and C
    int128 phi0 = 0;

    void combine(const PiTally& right) {
        d.combine(right.d);
        b.combine(right.b);
        easy.combine(right.easy);
        phi0 += right.phi0;
    }

    friend bool operator==(const PiTally&, const PiTally&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& d;
        archive& b;
        archive& easy;
        serialize_wide(archive, phi0);
    }
};

struct PiTerms {
    int128 a_and_c = 0;
    int128 b = 0;
    int128 d = 0;
    int128 phi0 = 0;
    int128 sigma = 0;

    /// pi(x), or pi_chi(x)
    [[nodiscard]] int128 sum() const { return a_and_c + d - b + phi0 + sigma; }
};

} // namespace primerank::pi
