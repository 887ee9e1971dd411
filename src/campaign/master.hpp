#pragma once

#include "campaign/audit.hpp"
#include "campaign/messages.hpp"
#include "campaign/outcome.hpp"
#include "campaign/planner.hpp"
#include "law/any_workload.hpp"

#include <deque>
#include <optional>
#include <vector>

namespace primerank::campaign {

/// The part of the engine that only rank 0 has: what to hand out next, and what to make of what
/// comes back.
class Master {
  public:
    struct Settings {
        PlanSettings plan;
        double audit_share = 0;         ///< of all chunks, 0 to 1
        std::optional<double> deadline; ///< seconds from the start
    };

    Master(const law::AnyWorkload& workload, const std::vector<int>& threads,
           const Settings& settings, State from, Commit commit, Observer& observer);

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
        law::AnyTally tally;
        std::vector<ChunkReport> reports;
        double at = 0;
    };

    [[nodiscard]] Round nothing_new() const;
    [[nodiscard]] bool deadline_is_near(double now) const;
    void commit_what_is_sure();
    void commit(Finished& round);
    [[nodiscard]] Progress progress(double now) const;

    const law::AnyWorkload& workload_;
    const Settings settings_;
    const Commit commit_;
    Observer& observer_;
    Audits audits_;
    RoundPlanner planner_;
    Outcome outcome_;
    law::AnyTally published_; ///< of all that is published, be it committed or not
    std::deque<Out> out_;
    std::deque<Finished> finished_;
    double last_round_at_ = 0;
    bool stopping_ = false;
    bool discarding_ = false;
};

} // namespace primerank::campaign
