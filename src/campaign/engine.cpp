#include "campaign/engine.hpp"

#include "campaign/set_up.hpp"
#include "campaign/stop.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace primerank::campaign {

PlanSettings plan_settings(const law::AnyWorkload& workload, std::size_t ranks) {
    PlanSettings settings = PlanSettings::for_ranks(ranks);
    settings.costs_are_rough = workload.costs_are_rough();
    if (workload.publishes()) {
        settings.round_seconds = std::min(settings.round_seconds, workload.round_seconds(ranks));
        settings.opening_seconds = std::min(settings.opening_seconds, settings.round_seconds / 2);
    }
    const double stretch =
        stretch_worth_set_ups([&](const Interval& piece) { return workload.cost(piece); },
                              workload.axis(), settings.round_seconds);
    settings.round_seconds *= stretch;
    settings.opening_seconds *= stretch;
    return settings;
}

Engine::Engine(const law::AnyWorkload& workload, cluster::Ranks& ranks, const Settings& settings,
               Observer& observer)
    : workload_(workload), ranks_(ranks), settings_(settings), observer_(observer),
      pool_(workload, settings.threads, settings.longest_piece) {}

Outcome Engine::run(State from, Commit commit) {
    started_ = Clock::now();
    const std::vector<int> threads = ranks_.gather(settings_.threads);
    if (ranks_.rank() == 0) {
        const auto plan = settings_.plan.value_or(plan_settings(workload_, threads.size()));
        master_.emplace(workload_, threads,
                        Master::Settings{plan, settings_.audit_share, settings_.deadline},
                        std::move(from), std::move(commit), observer_);
    }
    for (int round = 0; round < rounds_out; ++round) {
        receive_order();
    }
    while (!in_hand_.empty()) {
        finish_round();
        receive_order();
    }
    return master_ ? master_->finish(seconds_since(started_)) : Outcome{};
}

/// One scatter: a chunk for every rank, or the word that there are no more.
void Engine::receive_order() {
    std::vector<Assignment> orders;
    if (master_) {
        orders = master_->next_orders(seconds_since(started_));
    }
    const Assignment mine = ranks_.scatter(orders);
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
void Engine::finish_round() {
    const InHand oldest = in_hand_.front();
    in_hand_.pop_front();
    ChunkReport report;
    bool complete = true;
    if (oldest.audit) {
        const FinishedChunk again = wait_for_chunk();
        complete = again.complete;
        report.busy_seconds = again.busy_seconds;
        report.audit_digest = digest_of(again.tally);
    }
    FinishedChunk chunk = wait_for_chunk();
    report.busy_seconds += chunk.busy_seconds;
    report.headline = workload_.headline(chunk.tally);
    if (settings_.audit_share > 0) {
        report.digest = digest_of(chunk.tally);
    }
    ranks_.await_all([this] { observer_.tick(); });
    report.finished_ago = seconds_since(chunk.finished_at);
    const double now = seconds_since(started_);
    Partial partial{std::move(chunk.tally), complete && chunk.complete, stop_requested()};
    if (workload_.publishes()) {
        publish(oldest.chunk, partial);
    }
    partial = reduced(std::move(partial));
    const std::vector<ChunkReport> reports = ranks_.gather(report);
    if (master_) {
        master_->record(std::move(partial), reports, now);
    }
}

/// All ranks' partial results as one, on rank 0.
Partial Engine::reduced(Partial mine) {
    if (ranks_.size() == 1) {
        return mine;
    }
    const law::TallyType& type = workload_.tally_type();
    const auto combine = [&type](std::string_view left, std::string_view right) {
        Partial both = Partial::from_bytes(left, type);
        both.combine(Partial::from_bytes(right, type));
        return both.bytes();
    };
    const std::string all = ranks_.reduce_text(mine.bytes(), combine, type.has_fixed_size());
    return ranks_.rank() == 0 ? Partial::from_bytes(all, type) : Partial{};
}

/// Has every rank write what it found in its chunk of a round, after all that is published: an
/// exclusive scan of the tallies says where. Returns when all have written.
void Engine::publish(const Interval& chunk, const Partial& mine) {
    const law::TallyType& type = workload_.tally_type();
    const std::vector<std::string> gathered = ranks_.gather_texts(mine.bytes());
    std::vector<std::string> places;
    if (master_) {
        std::vector<Partial> partials;
        partials.reserve(gathered.size());
        for (const std::string& bytes : gathered) {
            partials.push_back(Partial::from_bytes(bytes, type));
        }
        for (const Place& place : master_->places_of(partials)) {
            places.push_back(place.bytes());
        }
    }
    const Place place = Place::from_bytes(ranks_.scatter_text(places), type);
    if (place.publish) {
        workload_.publish(chunk, place.before);
    }
    ranks_.await_all([this] { observer_.tick(); });
}

FinishedChunk Engine::wait_for_chunk() {
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

/// How long ago a stop was asked for on this rank, by a signal or because its deadline is so near
/// that the grace ends with it.
std::optional<double> Engine::seconds_since_stop() {
    if (settings_.deadline) {
        const double reserve = std::min(settings_.grace_seconds + 1, *settings_.deadline / 4);
        if (seconds_since(started_) > *settings_.deadline - reserve) {
            request_stop();
        }
    }
    if (!stop_requested()) {
        return std::nullopt;
    }
    if (!stop_seen_) {
        stop_seen_ = Clock::now();
    }
    return seconds_since(*stop_seen_);
}

} // namespace primerank::campaign
