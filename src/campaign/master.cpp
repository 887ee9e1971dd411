#include "campaign/master.hpp"

#include "campaign/stop.hpp"

#include <algorithm>
#include <utility>

namespace primerank::campaign {
namespace {

void add(RankTotals& totals, const Interval& chunk, const ChunkReport& report) {
    if (totals.chunk_count++ == 0) {
        totals.first_chunk = chunk;
    }
    totals.covered += chunk.width();
    totals.headline += report.headline;
    totals.busy_seconds += report.busy_seconds;
}

} // namespace

Master::Master(const law::AnyWorkload& workload, const std::vector<int>& threads,
               const Settings& settings, State from, Commit commit, Observer& observer)
    : workload_(workload), settings_(settings), commit_(std::move(commit)), observer_(observer),
      audits_(settings.audit_share, threads.size()),
      planner_({from.frontier, workload.axis().stop},
               WorkModel{[this](const Interval& piece) { return workload_.cost(piece); },
                         [this](uint128 place) { return workload_.border(place); },
                         [this](const Interval& piece) { return workload_.held_bytes(piece); }},
               std::vector<double>(threads.begin(), threads.end()), settings.plan) {
    outcome_.state = std::move(from);
    if (outcome_.state.tally.holds_nothing()) {
        outcome_.state.tally = workload.tally_type().identity();
    }
    if (workload.publishes()) {
        published_ = outcome_.state.tally;
    }
    RankTotals nothing;
    nothing.first_chunk = {workload.axis().start, workload.axis().start};
    outcome_.ranks.assign(threads.size(), nothing);
    outcome_.load = LoadHistory(threads.size());
}

std::vector<Assignment> Master::next_orders(double now) {
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
        orders.push_back(
            {Order::work, out.round.chunks[rank], out.audits[rank].chunk, planner_.exhausted()});
    }
    out_.push_back(std::move(out));
    return orders;
}

std::vector<Place> Master::places_of(const std::vector<Partial>& partials) {
    const bool whole = std::all_of(partials.begin(), partials.end(),
                                   [](const auto& partial) { return partial.complete; });
    Place place{whole && !discarding_ && out_.front().planned, published_};
    std::vector<Place> places;
    places.reserve(partials.size());
    for (const Partial& partial : partials) {
        places.push_back(place);
        place.before.combine(partial.tally);
    }
    if (place.publish) {
        published_ = std::move(place.before);
    }
    return places;
}

void Master::record(Partial partial, const std::vector<ChunkReport>& reports, double now) {
    const Out out = std::move(out_.front());
    out_.pop_front();
    stopping_ = stopping_ || partial.stop_requested;
    // After a hole nothing later can be part of the prefix.
    discarding_ = discarding_ || !partial.complete;
    if (partial.complete) {
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

Outcome Master::finish(double now) {
    outcome_.seconds = now;
    outcome_.complete = outcome_.state.frontier >= workload_.axis().stop;
    outcome_.difference = audits_.difference();
    observer_.ended();
    return std::move(outcome_);
}

Round Master::nothing_new() const {
    const uint128 end = workload_.axis().stop;
    return {0, std::vector<Interval>(outcome_.ranks.size(), {end, end})};
}

/// A round handed out now would end after the rounds in hand and as long again; but what is left
/// may be less than a round.
bool Master::deadline_is_near(double now) const {
    if (!settings_.deadline) {
        return false;
    }
    const double rounds = static_cast<double>(out_.size()) + 1.2;
    const double end =
        std::min(rounds * settings_.plan.round_seconds, 1.2 * planner_.remaining_seconds(now));
    const double margin = std::min(2.0, *settings_.deadline / 10); // for the last record
    return now + end + margin > *settings_.deadline;
}

/// Rounds become part of the result in order, each once none of its chunks awaits an audit.
void Master::commit_what_is_sure() {
    while (!finished_.empty() && !audits_.difference()
           && !audits_.awaits(finished_.front().round.number)) {
        commit(finished_.front());
        finished_.pop_front();
    }
}

void Master::commit(Finished& round) {
    State& state = outcome_.state;
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

Progress Master::progress(double now) const {
    Progress progress;
    progress.axis = workload_.axis();
    progress.frontier = outcome_.state.frontier;
    progress.elapsed_seconds = now;
    progress.remaining_seconds = planner_.remaining_seconds(now);
    const double whole = workload_.cost(progress.axis);
    const Interval left{progress.frontier, progress.axis.stop};
    progress.share_done =
        whole > 0 ? std::clamp(1 - (left.empty() ? 0 : workload_.cost(left)) / whole, 0.0, 1.0) : 1;
    for (const RankTotals& totals : outcome_.ranks) {
        progress.headline += totals.headline;
    }
    progress.rounds = outcome_.rounds;
    return progress;
}

} // namespace primerank::campaign
