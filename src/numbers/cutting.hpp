#pragma once

#include "numbers/interval.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace primerank {

/// What is known of an axis that is to be cut: what intervals on it cost, in any unit, and where
/// cuts may be, at or below a position.
struct Axis {
    std::function<double(const Interval&)> cost;
    std::function<uint128(uint128)> border;
};

/// The border nearest below the place where what is left of it costs as many times left as what
/// is right of it costs times right. Both sides are asked, for each has a set-up of its own.
uint128 balanced_cut(const Axis& axis, const Interval& whole, double left, double right);

/// Appends adjacent pieces of a part, none empty, of nearly the same cost, `count` of them where
/// there are borders enough.
void cut_by_cost(const Axis& axis, const Interval& part, std::uint64_t count,
                 std::vector<Interval>& pieces);

} // namespace primerank
