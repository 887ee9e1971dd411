#pragma once

#include "campaign/any_workload.hpp"
#include "campaign/audit.hpp"
#include "campaign/load_history.hpp"
#include "campaign/messages.hpp"
#include "campaign/observer.hpp"
#include "campaign/planner.hpp"

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace primerank::campaign {

/// Where a campaign stands: everything below the frontier is in the tally.
struct State {
    uint128 frontier = 0;
    AnyTally tally;
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
using Commit = std::function<void(const Interval&, const AnyTally&, double, State&)>;

/// The part of the engine that only rank 0 has: what to hand out next, and what to make of what
/// comes back.
class Master {
  public:
    struct Settings {
        PlanSettings plan;
        double audit_share = 0;         ///< of all chunks, 0 to 1
        std::optional<double> deadline; ///< seconds from the start
    };

    Master(const AnyWorkload& workload, const std::vector<int>& threads, const Settings& settings,
           State from, Commit commit, Observer& observer);

    /// One assignment a rank; now is in seconds from the start.
    std::vector<Assignment> next_orders(double now);

    /// Where each rank's part of the oldest round that is out belongs, from all ranks' partial
    /// results, in order. Called before record(), for workloads that publish.
    std::vector<Place> places_of(const std::vector<Partial>& partials);

    /// The oldest round that is out has come back.
    void record(Partial partial, const std::vector<ChunkReport>& reports, double now);

    Outcome finish(double now);

  private:
    struct Out {
        Round round;
        bool planned = true; ///< false: only audits
        std::vector<Audits::Task> audits;
    };

    struct Finished {
        Round round;
        AnyTally tally;
        std::vector<ChunkReport> reports;
        double at = 0;
    };

    [[nodiscard]] Round nothing_new() const;
    [[nodiscard]] bool deadline_is_near(double now) const;
    void commit_what_is_sure();
    void commit(Finished& round);
    [[nodiscard]] Progress progress(double now) const;

    const AnyWorkload& workload_;
    const Settings settings_;
    const Commit commit_;
    Observer& observer_;
    Audits audits_;
    RoundPlanner planner_;
    Outcome outcome_;
    AnyTally published_; ///< of all that is published, be it committed or not
    std::deque<Out> out_;
    std::deque<Finished> finished_;
    double last_round_at_ = 0;
    bool stopping_ = false;
    bool discarding_ = false;
};

} // namespace primerank::campaign
