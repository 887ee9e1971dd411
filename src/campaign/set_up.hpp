#pragma once

#include "numbers/interval.hpp"

#include <algorithm>

namespace primerank::campaign {

/// What a part of chunk must cost at least for cutting it off to be worth while: ten times what the
/// cut costs, one more set-up. cost(interval) >= 0 is in any unit, which is that of the result; the
/// set-up is what the halves of chunk cost more than the whole.
template <class Cost>
double least_worth_a_set_up(const Cost& cost, const Interval& chunk) {
    const double set_up = cost(even_part(chunk, 0, 2)) + cost(even_part(chunk, 1, 2)) - cost(chunk);
    return 10 * std::max(0.0, set_up);
}

} // namespace primerank::campaign
