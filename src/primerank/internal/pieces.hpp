#pragma once

#include "numbers/cutting.hpp"

#include <limits>
#include <vector>

namespace primerank::internal {

/// What is known of the work on an interval before it is done; costs are seconds of one thread.
struct Work {
    Interval interval;
    Axis axis;
    uint128 widest = std::numeric_limits<uint128>::max(); ///< of a piece
};

/// Adjacent pieces of about the same cost: one for a single thread, and several for each of more,
/// that they end together, unless the set-up of a piece takes more than that gains. What is done
/// before threads are started is one piece.
std::vector<Interval> pieces_of(const Work& work, unsigned threads);

/// All of a workload.
template <class Workload>
Work work_of(const Workload& workload) {
    return {workload.axis(),
            {[&workload](const Interval& piece) { return workload.cost(piece); },
             [&workload](uint128 position) { return workload.border(position); }}};
}

} // namespace primerank::internal
