#pragma once

#include "numbers/interval.hpp"

#include <functional>
#include <limits>
#include <vector>

namespace primerank::internal {

/// What is known of the work on an axis before it is done, as a workload says it.
struct Axis {
    Interval interval;
    std::function<double(const Interval&)> cost; ///< seconds of one thread
    std::function<uint128(uint128)> border;      ///< where it may be cut, at or below a position
    uint128 widest = std::numeric_limits<uint128>::max(); ///< of a piece
};

/// Adjacent pieces of about the same cost: one for a single thread, and several for each of more,
/// that they end together, unless the set-up of a piece takes more than that gains. What is done
/// before threads are started is one piece.
std::vector<Interval> pieces_of(const Axis& axis, unsigned threads);

/// For all pieces of a workload.
template <class Workload>
Axis axis_of(const Workload& workload) {
    return {workload.axis(), [&workload](const Interval& piece) { return workload.cost(piece); },
            [&workload](uint128 position) { return workload.border(position); }};
}

} // namespace primerank::internal
