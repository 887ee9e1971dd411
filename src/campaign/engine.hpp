#pragma once

#include "campaign/master.hpp"
#include "campaign/messages.hpp"
#include "campaign/serialized.hpp"
#include "campaign/stop.hpp"
#include "campaign/worker_pool.hpp"
#include "campaign/workload.hpp"
#include "cluster/communicator.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <utility>
#include <vector>

namespace primerank::campaign {

/// All ranks are given the same settings, but for threads.
struct Settings {
    int threads = 1;                  ///< of this rank; ranks may differ
    double longest_piece = 60;        ///< see WorkerPool; rounds are shorter by default
    double grace_seconds = 5;         ///< for the round in hand to end after a stop was asked for
    double audit_share = 0;           ///< of the chunks are done again, 0 to 1
    std::optional<double> deadline;   ///< seconds from the start; no round goes beyond
    std::optional<PlanSettings> plan; ///< default: PlanSettings::for_ranks
};

/// How long rounds are for a workload and so many ranks.
template <Workload W>
PlanSettings plan_settings(const W& workload, std::size_t ranks) {
    PlanSettings settings = PlanSettings::for_ranks(ranks);
    settings.costs_are_rough = RoughlyCostedWorkload<W>;
    if constexpr (PublishingWorkload<W>) {
        settings.round_seconds = std::min(settings.round_seconds, workload.round_seconds(ranks));
        settings.opening_seconds = std::min(settings.opening_seconds, settings.round_seconds / 2);
    }
    return settings;
}

/// Runs one campaign on all ranks of a communicator: plan, scatter, work, reduce, record.
///
/// The calling thread of every rank only coordinates; worker threads compute. Two rounds are out at
/// a time: while a slow rank ends round r, the others are busy with round r + 1, so collectives
/// rarely wait for anybody, though they are the plain blocking ones.
///
/// A stop (a signal on any rank, or the deadline) lets the oldest round in hand end within the
/// grace; what is not finished then, and every later round, is given up.
template <Workload W, cluster::Communicator C>
class Engine {
  public:
    using Tally = typename W::Tally;

    Engine(const W& workload, C& communicator, const Settings& settings, Observer& observer)
        : workload_(workload), communicator_(communicator), settings_(settings),
          observer_(observer), pool_(workload, settings.threads, settings.longest_piece) {}

    /// Continues from `from` (on rank 0; the axis' start for a new campaign) to the axis' end.
    /// All ranks call it; throws what a worker or a commit throws.
    Outcome<Tally> run(State<Tally> from, Commit<Tally> commit) {
        started_ = Clock::now();
        const std::vector<int> threads = communicator_.gather(settings_.threads);
        if (communicator_.rank() == 0) {
            const auto plan = settings_.plan.value_or(plan_settings(workload_, threads.size()));
            master_.emplace(
                workload_, threads,
                typename Master<W>::Settings{plan, settings_.audit_share, settings_.deadline},
                std::move(from), std::move(commit), observer_);
        }
        receive_order();
        receive_order();
        while (!in_hand_.empty()) {
            finish_round();
            receive_order();
        }
        return master_ ? master_->finish(seconds_since(started_)) : Outcome<Tally>{};
    }

  private:
    struct InHand {
        Interval chunk;
        bool audit = false; ///< a chunk to audit comes before the chunk itself
    };

    /// One scatter: a chunk for every rank, or the word that there are no more.
    void receive_order() {
        std::vector<Assignment> orders;
        if (master_) {
            orders = master_->next_orders(seconds_since(started_));
        }
        const Assignment mine = communicator_.scatter(orders);
        if (mine.order == Order::abandon) {
            pool_.give_up();
        }
        if (mine.order == Order::work) {
            if (!mine.audit.empty()) {
                pool_.submit(mine.audit, {.audit = true});
            }
            pool_.submit(mine.chunk, {.last = mine.last});
            in_hand_.push_back({mine.chunk, !mine.audit.empty()});
        }
    }

    /// Waits for the oldest chunk in hand on every rank and brings the round's result to rank 0.
    void finish_round() {
        const InHand oldest = in_hand_.front();
        in_hand_.pop_front();
        ChunkReport report;
        bool complete = true;
        if (oldest.audit) {
            const FinishedChunk<Tally> again = wait_for_chunk();
            complete = again.complete;
            report.busy_seconds = again.busy_seconds;
            report.audit_digest = digest(again.tally);
        }
        FinishedChunk<Tally> chunk = wait_for_chunk();
        report.busy_seconds += chunk.busy_seconds;
        report.headline = workload_.headline(chunk.tally);
        if (settings_.audit_share > 0) {
            report.digest = digest(chunk.tally);
        }
        communicator_.await_all([this] { observer_.tick(); });
        report.finished_ago = seconds_since(chunk.finished_at);
        const double now = seconds_since(started_);
        Partial<Tally> partial{std::move(chunk.tally), complete && chunk.complete,
                               stop_requested()};
        if constexpr (PublishingWorkload<W>) {
            publish(oldest.chunk, partial);
        }
        partial = communicator_.reduce(std::move(partial), typename Partial<Tally>::Combine{});
        const std::vector<ChunkReport> reports = communicator_.gather(report);
        if (master_) {
            master_->record(std::move(partial), reports, now);
        }
    }

    /// Has every rank write what it found in its chunk of a round, after all that is published: an
    /// exclusive scan of the tallies says where. Returns when all have written.
    void publish(const Interval& chunk, const Partial<Tally>& mine) {
        const std::vector<Partial<Tally>> partials = communicator_.gather(mine);
        std::vector<Place<Tally>> places;
        if (master_) {
            places = master_->places_of(partials);
        }
        const Place<Tally> place = communicator_.scatter(places);
        if (place.publish) {
            workload_.publish(chunk, place.before);
        }
        communicator_.await_all([this] { observer_.tick(); });
    }

    FinishedChunk<Tally> wait_for_chunk() {
        for (;;) {
            if (const auto waiting = seconds_since_stop()) {
                pool_.drop_later_chunks();
                if (*waiting > settings_.grace_seconds) {
                    pool_.give_up();
                }
            }
            if (auto chunk = pool_.wait_for(std::chrono::milliseconds(50))) {
                return std::move(*chunk);
            }
            observer_.tick();
        }
    }

    /// How long ago a stop was asked for on this rank, by a signal or because its deadline is so
    /// near that the grace ends with it.
    std::optional<double> seconds_since_stop() {
        if (settings_.deadline
            && seconds_since(started_) > *settings_.deadline - settings_.grace_seconds - 1) {
            request_stop();
        }
        if (!stop_requested()) {
            return std::nullopt;
        }
        if (!stop_seen_) {
            stop_seen_ = Clock::now();
        }
        return seconds_since(*stop_seen_);
    }

    const W& workload_;
    C& communicator_;
    const Settings settings_;
    Observer& observer_;
    Clock::time_point started_;
    std::optional<Master<W>> master_; // on rank 0
    std::deque<InHand> in_hand_;      // rounds that this rank has chunks of
    std::optional<Clock::time_point> stop_seen_;
    WorkerPool<W> pool_; // last: its threads end before what they use goes
};

} // namespace primerank::campaign
