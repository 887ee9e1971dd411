#pragma once

#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"

#include <cstdint>

namespace primerank::campaign {

/// What one rank has done so far, as rank 0 keeps it.
struct RankTotals {
    Interval first_chunk;
    std::uint64_t chunk_count = 0;
    uint128 covered = 0;   ///< width of all its chunks
    law::WideSum headline; ///< sum of the headlines of its chunks' tallies
    double busy_seconds = 0;
};

/// How far a campaign is.
struct Progress {
    Interval axis;
    uint128 frontier = 0;
    double share_done = 0;        ///< of the expected cost, 0 to 1
    double elapsed_seconds = 0;   ///< in this run
    double remaining_seconds = 0; ///< expected
    law::WideSum headline;
    std::uint64_t rounds = 0;
};

/// Whoever wants to know, on rank 0. Calls come from the thread that runs the campaign.
class Observer {
  public:
    Observer() = default;
    Observer(const Observer&) = delete;
    Observer& operator=(const Observer&) = delete;
    virtual ~Observer() = default;

    /// A round was combined into the result.
    virtual void round_done(const Progress& /*progress*/) {}
    /// Called every now and then while waiting.
    virtual void tick() {}
    /// The campaign ended, in whichever way; no more calls come.
    virtual void ended() {}
};

} // namespace primerank::campaign
