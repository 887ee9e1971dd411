#pragma once

#include "campaign/audit.hpp"
#include "campaign/load_history.hpp"
#include "campaign/messages.hpp"
#include "campaign/observer.hpp"
#include "campaign/planner.hpp"
#include "campaign/stop.hpp"
#include "campaign/workload.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace primerank::campaign {

/// Where a campaign stands: everything below the frontier is in the tally.
template <class Tally>
struct State {
    uint128 frontier = 0;
    Tally tally{};
};

/// What comes of running a campaign. Only rank 0 has a meaningful one.
template <class Tally>
struct Outcome {
    State<Tally> state;
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
template <class Tally>
using Commit = std::function<void(const Interval&, const Tally&, double, State<Tally>&)>;

/// The part of the engine that only rank 0 has: what to hand out next, and what to make of what
/// comes back.
template <Workload W>
class Master {
  public:
    using Tally = typename W::Tally;

    struct Settings {
        PlanSettings plan;
        double audit_share = 0;         ///< of all chunks, 0 to 1
        std::optional<double> deadline; ///< seconds from the start
    };

    Master(const W& workload, const std::vector<int>& threads, const Settings& settings,
           State<Tally> from, Commit<Tally> commit, Observer& observer)
        : workload_(workload), settings_(settings), commit_(std::move(commit)), observer_(observer),
          audits_(settings.audit_share, threads.size()),
          planner_({from.frontier, workload.axis().stop},
                   WorkModel{[this](const Interval& piece) { return workload_.cost(piece); },
                             [this](uint128 place) { return workload_.border(place); }},
                   std::vector<double>(threads.begin(), threads.end()), settings.plan) {
        outcome_.state = std::move(from);
        if constexpr (PublishingWorkload<W>) {
            published_ = outcome_.state.tally;
        }
        RankTotals nothing;
        nothing.first_chunk = {workload.axis().start, workload.axis().start};
        outcome_.ranks.assign(threads.size(), nothing);
        outcome_.load = LoadHistory(threads.size());
    }

    /// One assignment a rank; now is in seconds from the start.
    std::vector<Assignment> next_orders(double now) {
        stopping_ = stopping_ || stop_requested() || audits_.difference();
        const std::size_t ranks = outcome_.ranks.size();
        if (stopping_) {
            return {ranks, Assignment{.order = Order::abandon, .chunk = {}, .audit = {}}};
        }
        const bool planned = !planner_.exhausted() && !deadline_is_near(now);
        if (!planned && !audits_.drawn()) {
            return {ranks, Assignment{}};
        }
        Out out{planned ? planner_.next(now) : nothing_new(), planned, audits_.hand_out()};
        std::vector<Assignment> orders;
        for (std::size_t rank = 0; rank < ranks; ++rank) {
            orders.push_back({Order::work, out.round.chunks[rank], out.audits[rank].chunk,
                              planner_.exhausted()});
        }
        out_.push_back(std::move(out));
        return orders;
    }

    /// Where each rank's part of the oldest round that is out belongs, from all ranks' partial
    /// results, in order. Called before record(), for workloads that publish.
    std::vector<Place<Tally>> places_of(const std::vector<Partial<Tally>>& partials) {
        const bool whole = std::all_of(partials.begin(), partials.end(),
                                       [](const auto& partial) { return partial.complete != 0; });
        Place<Tally> place{whole && !discarding_ && out_.front().planned, published_};
        std::vector<Place<Tally>> places;
        places.reserve(partials.size());
        for (const Partial<Tally>& partial : partials) {
            places.push_back(place);
            place.before.combine(partial.tally);
        }
        if (place.publish) {
            published_ = std::move(place.before);
        }
        return places;
    }

    /// The oldest round that is out has come back.
    void record(Partial<Tally> partial, const std::vector<ChunkReport>& reports, double now) {
        const Out out = std::move(out_.front());
        out_.pop_front();
        stopping_ = stopping_ || partial.stop_requested != 0;
        // After a hole nothing later can be part of the prefix.
        discarding_ = discarding_ || partial.complete == 0;
        if (partial.complete != 0) {
            audits_.compare(out.audits, reports);
        }
        if (out.planned) {
            std::vector<ChunkTiming> timings;
            timings.reserve(reports.size());
            for (const ChunkReport& report : reports) {
                timings.push_back({report.busy_seconds, now - report.finished_ago});
            }
            planner_.finished(timings);
        }
        if (!discarding_ && out.planned) {
            audits_.draw(out.round, reports);
            finished_.push_back({out.round, std::move(partial.tally), reports, now});
        }
        commit_what_is_sure();
    }

    Outcome<Tally> finish(double now) {
        outcome_.seconds = now;
        outcome_.complete = outcome_.state.frontier >= workload_.axis().stop;
        outcome_.difference = audits_.difference();
        observer_.ended();
        return std::move(outcome_);
    }

  private:
    struct Out {
        Round round;
        bool planned = true; ///< false: only audits
        std::vector<Audits::Task> audits;
    };

    struct Finished {
        Round round;
        Tally tally;
        std::vector<ChunkReport> reports;
        double at = 0;
    };

    [[nodiscard]] Round nothing_new() const {
        const uint128 end = workload_.axis().stop;
        return {0, std::vector<Interval>(outcome_.ranks.size(), {end, end})};
    }

    /// A round handed out now would end after the rounds in hand and as long again.
    [[nodiscard]] bool deadline_is_near(double now) const {
        constexpr double margin = 2; // for the last record and the end of the processes
        const double rounds = static_cast<double>(out_.size()) + 1.2;
        return settings_.deadline
               && now + rounds * settings_.plan.round_seconds + margin > *settings_.deadline;
    }

    /// Rounds become part of the result in order, each once none of its chunks awaits an audit.
    void commit_what_is_sure() {
        while (!finished_.empty() && !audits_.difference()
               && !audits_.awaits(finished_.front().round.number)) {
            commit(finished_.front());
            finished_.pop_front();
        }
    }

    void commit(Finished& round) {
        State<Tally>& state = outcome_.state;
        state.tally.combine(round.tally);
        state.frontier = round.round.interval().stop;
        ++outcome_.rounds;
        for (std::size_t rank = 0; rank < round.reports.size(); ++rank) {
            const ChunkReport& report = round.reports[rank];
            add(outcome_.ranks[rank], round.round.chunks[rank], report);
            outcome_.load.add(rank, report.busy_seconds, round.at - report.finished_ago);
        }
        if (commit_) {
            commit_(round.round.interval(), round.tally, round.at - last_round_at_, state);
        }
        last_round_at_ = round.at;
        observer_.round_done(progress(round.at));
    }

    static void add(RankTotals& totals, const Interval& chunk, const ChunkReport& report) {
        if (totals.chunk_count++ == 0) {
            totals.first_chunk = chunk;
        }
        totals.covered += chunk.width();
        totals.headline += report.headline;
        totals.busy_seconds += report.busy_seconds;
    }

    [[nodiscard]] Progress progress(double now) const {
        Progress progress;
        progress.axis = workload_.axis();
        progress.frontier = outcome_.state.frontier;
        progress.elapsed_seconds = now;
        progress.remaining_seconds = planner_.remaining_seconds(now);
        const double whole = workload_.cost(progress.axis);
        const Interval left{progress.frontier, progress.axis.stop};
        progress.share_done =
            whole > 0 ? std::clamp(1 - (left.empty() ? 0 : workload_.cost(left)) / whole, 0.0, 1.0)
                      : 1;
        for (const RankTotals& totals : outcome_.ranks) {
            progress.headline += totals.headline;
        }
        progress.rounds = outcome_.rounds;
        return progress;
    }

    const W& workload_;
    const Settings settings_;
    const Commit<Tally> commit_;
    Observer& observer_;
    Audits audits_;
    RoundPlanner planner_;
    Outcome<Tally> outcome_;
    Tally published_{}; ///< of all that is published, be it committed or not
    std::deque<Out> out_;
    std::deque<Finished> finished_;
    double last_round_at_ = 0;
    bool stopping_ = false;
    bool discarding_ = false;
};

} // namespace primerank::campaign
