#pragma once

#include "campaign/messages.hpp"
#include "campaign/observer.hpp"
#include "campaign/planner.hpp"
#include "campaign/stop.hpp"
#include "campaign/worker_pool.hpp"
#include "campaign/workload.hpp"
#include "cluster/communicator.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace primerank::campaign {

struct Settings {
    int threads = 1;                  ///< of this rank; ranks may differ
    double longest_piece = 4;         ///< seconds of work that a stop has to wait for
    std::optional<PlanSettings> plan; ///< default: PlanSettings::for_ranks
};

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
};

/// Runs one campaign on all ranks of a communicator: plan, scatter, work, reduce, record.
///
/// The calling thread of every rank only coordinates; worker threads compute. Two rounds are out at
/// a time: while a slow rank ends round r, the others are busy with round r + 1, so collectives
/// rarely wait for anybody, though they are the plain blocking ones.
template <Workload W, cluster::Communicator C>
class Engine {
  public:
    using Tally = typename W::Tally;
    /// Called, where given, on rank 0 after every round with the round's interval, the round's
    /// tally and the state that now includes it: the place where a journal records and tables are
    /// drained. It may take complete parts out of the state's tally.
    using Commit = std::function<void(const Interval&, const Tally&, State<Tally>&)>;

    Engine(const W& workload, C& communicator, const Settings& settings, Observer& observer)
        : workload_(workload), communicator_(communicator), settings_(settings),
          observer_(observer), pool_(workload, settings.threads, settings.longest_piece) {}

    /// Continues from `from` (on rank 0; the axis' start for a new campaign) to the axis' end.
    /// All ranks call it; throws what a worker or a commit throws.
    Outcome<Tally> run(State<Tally> from, const Commit& commit) {
        outcome_.state = std::move(from);
        started_ = Clock::now();
        const std::vector<int> threads = communicator_.gather(settings_.threads);
        if (is_root()) {
            prepare_plan(threads);
        }
        receive_order();
        receive_order();
        while (in_hand_ > 0) {
            finish_round(commit);
            receive_order();
        }
        outcome_.seconds = seconds_since(started_);
        if (is_root()) {
            outcome_.complete = !discarding_ && planner_->exhausted();
            observer_.ended();
        }
        return std::move(outcome_);
    }

  private:
    [[nodiscard]] bool is_root() const { return communicator_.rank() == 0; }

    void prepare_plan(const std::vector<int>& threads) {
        const Interval todo{outcome_.state.frontier, workload_.axis().stop};
        planner_.emplace(todo,
                         WorkModel{[this](const Interval& piece) { return workload_.cost(piece); },
                                   [this](uint128 place) { return workload_.border(place); }},
                         std::vector<double>(threads.begin(), threads.end()),
                         settings_.plan.value_or(PlanSettings::for_ranks(threads.size())));
        const uint128 start = workload_.axis().start;
        RankTotals nothing;
        nothing.first_chunk = {start, start};
        outcome_.ranks.assign(threads.size(), nothing);
    }

    /// One scatter: a chunk for every rank, or the word that there are no more.
    void receive_order() {
        std::vector<Assignment> parts;
        if (is_root()) {
            parts = orders();
        }
        const Assignment mine = communicator_.scatter(parts);
        if (mine.order == Order::work) {
            pool_.submit(mine.chunk);
            ++in_hand_;
        } else if (mine.order == Order::abandon) {
            pool_.abandon();
        }
    }

    std::vector<Assignment> orders() {
        const std::size_t ranks = outcome_.ranks.size();
        stopping_ = stopping_ || stop_requested();
        if (stopping_) {
            return {ranks, Assignment{Order::abandon, {}}};
        }
        if (planner_->exhausted()) {
            return {ranks, Assignment{Order::drain, {}}};
        }
        rounds_out_.push_back(planner_->next(seconds_since(started_)));
        std::vector<Assignment> parts;
        for (const Interval& chunk : rounds_out_.back().chunks) {
            parts.push_back({Order::work, chunk});
        }
        return parts;
    }

    /// Waits for the oldest chunk in hand on every rank and brings the round's result to rank 0.
    void finish_round(const Commit& commit) {
        FinishedChunk<Tally> chunk = wait_for_chunk();
        --in_hand_;
        communicator_.await_all([this] { observer_.tick(); });
        const ChunkReport report{chunk.busy_seconds, seconds_since(chunk.finished_at),
                                 workload_.headline(chunk.tally)};
        const double now = seconds_since(started_);
        Partial<Tally> partial{std::move(chunk.tally), chunk.complete, stop_requested()};
        partial = communicator_.reduce(std::move(partial), typename Partial<Tally>::Combine{});
        const std::vector<ChunkReport> reports = communicator_.gather(report);
        if (is_root()) {
            record(partial, reports, now, commit);
        }
    }

    FinishedChunk<Tally> wait_for_chunk() {
        for (;;) {
            if (stop_requested()) {
                pool_.abandon();
            }
            if (auto chunk = pool_.wait_for(std::chrono::milliseconds(50))) {
                return std::move(*chunk);
            }
            observer_.tick();
        }
    }

    void record(const Partial<Tally>& partial, const std::vector<ChunkReport>& reports, double now,
                const Commit& commit) {
        const Round round = std::move(rounds_out_.front());
        rounds_out_.pop_front();
        stopping_ = stopping_ || partial.stop_requested != 0;
        // After a hole nothing later can be part of the prefix.
        discarding_ = discarding_ || partial.complete == 0;
        std::vector<ChunkTiming> timings;
        for (const ChunkReport& report : reports) {
            timings.push_back({report.busy_seconds, now - report.finished_ago});
        }
        planner_->finished(timings);
        if (discarding_) {
            return;
        }
        State<Tally>& state = outcome_.state;
        state.tally.combine(partial.tally);
        state.frontier = round.interval().stop;
        ++outcome_.rounds;
        for (std::size_t rank = 0; rank < reports.size(); ++rank) {
            add(outcome_.ranks[rank], round.chunks[rank], reports[rank]);
        }
        if (commit) {
            commit(round.interval(), partial.tally, state);
        }
        observer_.round_done(progress());
    }

    static void add(RankTotals& totals, const Interval& chunk, const ChunkReport& report) {
        if (totals.chunk_count++ == 0) {
            totals.first_chunk = chunk;
        }
        totals.covered += chunk.width();
        totals.headline += report.headline;
        totals.busy_seconds += report.busy_seconds;
    }

    [[nodiscard]] Progress progress() const {
        Progress progress;
        progress.axis = workload_.axis();
        progress.frontier = outcome_.state.frontier;
        progress.elapsed_seconds = seconds_since(started_);
        progress.remaining_seconds = planner_->remaining_seconds(progress.elapsed_seconds);
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
    C& communicator_;
    const Settings settings_;
    Observer& observer_;
    Outcome<Tally> outcome_;
    Clock::time_point started_;
    std::optional<RoundPlanner> planner_; // rank 0 only, as are the next three
    std::deque<Round> rounds_out_;
    bool stopping_ = false;
    bool discarding_ = false;
    int in_hand_ = 0;
    WorkerPool<W> pool_; // last: its threads end before what they use goes
};

} // namespace primerank::campaign
