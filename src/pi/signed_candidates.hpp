#pragma once

#include "pi/kernels.hpp"

namespace primerank::pi {

/// Candidates with the coefficients that they name, and with the opposite ones.
struct SignedCandidates {
    Candidates as_named;
    Candidates opposite;

    [[nodiscard]] std::size_t size() const { return as_named.size + opposite.size; }

    template <class Sum>
    [[nodiscard]] WeightedSum sum(const Sum& sum_of) const {
        WeightedSum sum;
        if (as_named.size > 0) {
            sum += sum_of(as_named);
        }
        if (opposite.size > 0) {
            sum -= sum_of(opposite);
        }
        return sum;
    }
};

} // namespace primerank::pi
