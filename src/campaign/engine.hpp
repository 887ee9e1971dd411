#pragma once

#include "campaign/clock.hpp"
#include "campaign/master.hpp"
#include "campaign/messages.hpp"
#include "campaign/worker_pool.hpp"
#include "cluster/ranks.hpp"
#include "law/any_workload.hpp"

#include <cstddef>
#include <deque>
#include <optional>

namespace primerank::campaign {

/// All ranks are given the same settings, but for threads.
struct Settings {
    int threads = 1;                  ///< of this rank; ranks may differ
    double longest_piece = 60;        ///< see WorkerPool; rounds are shorter by default
    double grace_seconds = 5;         ///< for the round in hand to end after a stop was asked for
    double audit_share = 0;           ///< of the chunks are done again, 0 to 1
    std::optional<double> deadline;   ///< seconds from the start; no round goes beyond
    std::optional<PlanSettings> plan; ///< default: plan_settings()
};

/// How long rounds are for a workload and so many ranks.
PlanSettings plan_settings(const law::AnyWorkload& workload, std::size_t ranks);

/// Runs one campaign on all ranks: plan, scatter, work, reduce, record.
///
/// The calling thread of every rank only coordinates; worker threads compute. Two rounds are out at
/// a time: while a slow rank ends round r, the others are busy with round r + 1, so collectives
/// rarely wait for anybody, though they are the plain blocking ones.
///
/// A stop (a signal on any rank, or the deadline) lets the oldest round in hand end within the
/// grace; what is not finished then, and every later round, is given up.
class Engine {
  public:
    Engine(const law::AnyWorkload& workload, cluster::Ranks& ranks, const Settings& settings,
           Observer& observer);

    /// Continues from `from` (on rank 0; the axis' start for a new campaign) to the axis' end.
    /// Collective; throws what a worker or a commit throws.
    Outcome run(State from, Commit commit);

  private:
    static constexpr int rounds_out = 2;

    struct InHand {
        Interval chunk;
        bool audit = false; ///< a chunk to audit comes before the chunk itself
    };

    void receive_order();
    void finish_round();
    Partial reduced(Partial mine);
    void publish(const Interval& chunk, const Partial& mine);
    FinishedChunk wait_for_chunk();
    std::optional<double> seconds_since_stop();

    const law::AnyWorkload& workload_;
    cluster::Ranks& ranks_;
    const Settings settings_;
    Observer& observer_;
    Clock::time_point started_;
    std::optional<Master> master_; // on rank 0
    std::deque<InHand> in_hand_;   // rounds that this rank has chunks of
    std::optional<Clock::time_point> stop_seen_;
    WorkerPool pool_; // last: its threads end before what they use goes
};

} // namespace primerank::campaign
