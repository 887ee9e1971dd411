#pragma once

#include "numbers/interval.hpp"

#include <algorithm>
#include <cstdint>

namespace primerank::campaign {

/// What a part of chunk must cost at least for cutting it off to be worth while: ten times what the
/// cut costs, one more set-up. cost(interval) >= 0 is in any unit, which is that of the result; the
/// set-up is what the halves of chunk cost more than the whole.
template <class Cost>
double least_worth_a_set_up(const Cost& cost, const Interval& chunk) {
    const double set_up = cost(even_part(chunk, 0, 2)) + cost(even_part(chunk, 1, 2)) - cost(chunk);
    return 10 * std::max(0.0, set_up);
}

/// How many times what `usual` costs a piece of an axis should cost at least: a power of 2 up to
/// 16, the least of those whose pieces take no more than a third longer in all than pieces of 16
/// times. It is 1 but where set-ups take a good part of a piece; cost() is that of
/// least_worth_a_set_up, and grows with the width.
template <class Cost>
double stretch_worth_set_ups(const Cost& cost, const Interval& axis, double usual) {
    constexpr double most = 16;
    if (axis.empty() || cost(axis) <= usual) {
        return 1;
    }
    uint128 low = 0;
    uint128 high = axis.width();
    while (high - low > 1 && high - low > high / 1024) {
        const uint128 middle = low + (high - low) / 2;
        (cost({axis.start, axis.start + middle}) <= most * usual ? low : high) = middle;
    }
    const Interval longest{axis.start, axis.start + high};
    const double least = cost(longest);
    for (double stretch = 1; stretch < most; stretch *= 2) {
        const auto parts = static_cast<std::uint64_t>(std::max(1.0, least / (stretch * usual)));
        double sum = 0;
        for (std::uint64_t i = 0; i < parts; ++i) {
            sum += cost(even_part(longest, i, parts));
        }
        if (sum <= 4 * least / 3) {
            return stretch;
        }
    }
    return most;
}

} // namespace primerank::campaign
