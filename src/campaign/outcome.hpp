#pragma once

#include "campaign/load_history.hpp"
#include "campaign/observer.hpp"
#include "law/any_tally.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace primerank::campaign {

/// A chunk whose tally came out differently on another rank.
struct AuditDifference {
    Interval chunk;
    std::size_t rank = 0;    ///< who had it first
    std::size_t auditor = 0; ///< who did it again
};

/// Where a campaign stands: everything below the frontier is in the tally.
struct State {
    uint128 frontier = 0;
    law::AnyTally tally;
};

/// What comes of running a campaign. Only rank 0 has a meaningful one.
struct Outcome {
    State state;
    bool complete = false; ///< false: stopped early; state is what a later run continues from
    std::uint64_t rounds = 0;
    double seconds = 0;
    std::vector<RankTotals> ranks;
    LoadHistory load;
    std::optional<AuditDifference> difference; ///< an audit that failed; the round is not in state
};

/// Called on rank 0 for every round that is part of the result, with its interval, its tally, its
/// seconds, and the state that now includes it: the place where a journal records and tables are
/// drained. It may take complete parts out of the state's tally.
using Commit = std::function<void(const Interval&, const law::AnyTally&, double, State&)>;

} // namespace primerank::campaign
