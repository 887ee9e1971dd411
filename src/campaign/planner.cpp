#include "campaign/planner.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace primerank::campaign {

PlanSettings PlanSettings::for_ranks(std::size_t ranks) {
    PlanSettings settings;
    settings.round_seconds = std::clamp(static_cast<double>(ranks) / 200, 4.0, 30.0);
    return settings;
}

RoundPlanner::RoundPlanner(const Interval& todo, WorkModel model, std::vector<double> speeds,
                           PlanSettings settings)
    : todo_(todo), model_(std::move(model)), speeds_(std::move(speeds)), settings_(settings),
      free_at_(speeds_.size(), 0) {}

double RoundPlanner::total_speed() const {
    return std::accumulate(speeds_.begin(), speeds_.end(), 0.0);
}

double RoundPlanner::average_free(double now) const {
    double weighted = 0;
    for (std::size_t i = 0; i < ranks(); ++i) {
        weighted += speeds_[i] * std::max(now, free_at_[i]);
    }
    return weighted / total_speed();
}

double RoundPlanner::remaining_seconds(double now) const {
    return average_free(now) - now + (todo_.empty() ? 0 : model_.cost(todo_) / total_speed());
}

/// The largest border b with cost([start, b)) <= cost, by bisection: cost grows with the width.
uint128 RoundPlanner::reach(uint128 start, double cost) const {
    if (start >= todo_.stop || model_.cost({start, todo_.stop}) <= cost) {
        return todo_.stop;
    }
    uint128 low = start;
    uint128 high = todo_.stop;
    while (high - low > 1 + ((high - start) >> 20)) {
        const uint128 middle = low + (high - low) / 2;
        (model_.cost({start, middle}) <= cost ? low : high) = middle;
    }
    return std::max(start, model_.border(low));
}

/// Chunks of equal width for ranks of equal speed: the opening, before speeds are known. Ranks with
/// more threads get as much more.
std::vector<Interval> RoundPlanner::cut_evenly() const {
    const double total = total_speed();
    const uint128 end = reach(todo_.start, settings_.opening_seconds * total);
    // What is left over would be a round not worth its overhead.
    const bool all = model_.cost(todo_) <= 1.5 * settings_.opening_seconds * total;
    const Interval whole{todo_.start, all ? todo_.stop : end};
    std::vector<Interval> chunks;
    double sum = 0;
    uint128 start = whole.start;
    for (std::size_t i = 0; i < ranks(); ++i) {
        // Speeds are small whole numbers here (threads), so the shares are exact for equal ranks.
        sum += speeds_[i];
        const Interval share{whole.start, even_part(whole, static_cast<std::uint64_t>(sum) - 1,
                                                    static_cast<std::uint64_t>(total))
                                              .stop};
        const uint128 stop =
            i + 1 == ranks() ? whole.stop : std::max(start, model_.border(share.stop));
        chunks.push_back({start, stop});
        start = stop;
    }
    return chunks;
}

/// Chunks that let every rank finish at the time `end`.
std::vector<Interval> RoundPlanner::cut_until(double end, double now) const {
    std::vector<Interval> chunks;
    chunks.reserve(ranks());
    uint128 start = todo_.start;
    for (std::size_t i = 0; i < ranks(); ++i) {
        const double seconds = end - std::max(now, free_at_[i]);
        const uint128 stop = seconds > 0 ? reach(start, speeds_[i] * seconds) : start;
        chunks.push_back({start, stop});
        start = stop;
    }
    return chunks;
}

/// All that is left: the earliest common end that leaves nothing over.
std::vector<Interval> RoundPlanner::cut_all(double now) const {
    double low = now;
    double high = *std::max_element(free_at_.begin(), free_at_.end());
    high = std::max(high, now) + 2 * model_.cost(todo_) / total_speed();
    while (cut_until(high, now).back().stop < todo_.stop) {
        high = now + 2 * (high - now);
    }
    while (high - low > 1e-3 * (high - now)) {
        const double middle = (low + high) / 2;
        (cut_until(middle, now).back().stop < todo_.stop ? low : high) = middle;
    }
    return cut_until(high, now);
}

/// Cutting a chunk in two costs its set-up once more; a round lasts at least ten times that.
double RoundPlanner::shortest_round() const {
    const uint128 end = reach(todo_.start, settings_.round_seconds * speeds_.front());
    const Interval chunk{todo_.start, end};
    const double setup = model_.cost(even_part(chunk, 0, 2)) + model_.cost(even_part(chunk, 1, 2))
                         - model_.cost(chunk);
    return std::max(0.1, 10 * setup / speeds_.front());
}

/// A border not far behind the start, for when borders are coarser than the chunks wished for.
uint128 RoundPlanner::next_border() const {
    for (uint128 width = 1; width < todo_.width(); width *= 2) {
        const uint128 border = model_.border(todo_.start + width);
        if (border > todo_.start) {
            return border;
        }
    }
    return todo_.stop;
}

Round RoundPlanner::next(double now) {
    Round round{planned_++, {}};
    const double left = model_.cost(todo_) / total_speed();
    if (ranks() == 1) {
        // Nothing to balance: rounds only bound the time to a stop and the loss by a kill.
        const uint128 stop = left <= 2 * settings_.round_seconds
                                 ? todo_.stop
                                 : reach(todo_.start, settings_.round_seconds * speeds_.front());
        round.chunks = {{todo_.start, stop}};
    } else if (!speeds_known_) {
        round.chunks = cut_evenly();
    } else {
        const double seconds =
            std::max(shortest_round(), std::min(settings_.round_seconds, left / 2));
        round.chunks =
            seconds >= left / 1.5 ? cut_all(now) : cut_until(average_free(now) + seconds, now);
    }
    if (round.interval().empty()) {
        const uint128 stop = next_border();
        round.chunks.assign(ranks(), {stop, stop});
        round.chunks.front().start = todo_.start;
    }
    Outstanding costs;
    for (std::size_t i = 0; i < ranks(); ++i) {
        const Interval& chunk = round.chunks[i];
        costs.costs.push_back(chunk.empty() ? 0 : model_.cost(chunk));
        free_at_[i] = std::max(now, free_at_[i]) + costs.costs[i] / speeds_[i];
    }
    outstanding_.push_back(std::move(costs));
    todo_.start = round.interval().stop;
    return round;
}

void RoundPlanner::finished(const std::vector<ChunkTiming>& timings) {
    const Outstanding done = std::move(outstanding_.front());
    outstanding_.pop_front();
    for (std::size_t i = 0; i < ranks(); ++i) {
        constexpr double least_measurable = 1e-3;
        if (done.costs[i] > 0 && timings[i].busy_seconds > least_measurable) {
            const double measured = done.costs[i] / timings[i].busy_seconds;
            constexpr double weight = 0.4; // of the newest round against those before
            speeds_[i] = speeds_known_ ? (1 - weight) * speeds_[i] + weight * measured : measured;
        }
        free_at_[i] = timings[i].finished_at;
        for (const Outstanding& later : outstanding_) {
            free_at_[i] += later.costs[i] / speeds_[i];
        }
    }
    speeds_known_ = true;
}

} // namespace primerank::campaign
