#include "campaign/planner.hpp"

#include "campaign/set_up.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace primerank::campaign {

PlanSettings PlanSettings::for_ranks(std::size_t ranks) {
    PlanSettings settings;
    settings.round_seconds = std::max(4.0, 4 * std::log10(static_cast<double>(ranks)));
    return settings;
}

RoundPlanner::RoundPlanner(const Interval& todo, WorkModel model, const std::vector<double>& speeds,
                           PlanSettings settings)
    : todo_(todo), model_(std::move(model)), speeds_(speeds), settings_(settings),
      finished_at_(speeds.size(), 0), free_at_(speeds.size(), 0) {}

double RoundPlanner::seconds_in_hand(std::size_t rank, double now) const {
    return std::max(0.0, free_at_[rank] - now);
}

double RoundPlanner::remaining_seconds(double now) const {
    double work = todo_.empty() ? 0 : model_.cost(todo_);
    for (std::size_t i = 0; i < ranks(); ++i) {
        work += speeds_[i] * seconds_in_hand(i, now);
    }
    return work / speeds_.total();
}

/// The E of the class comment, in seconds from now. The sum there is convex and piecewise linear in
/// E, so Newton's method descends to E from the right, and is there once no more ranks drop out.
double RoundPlanner::seconds_to_end(double cost, double now) const {
    const double latest = *std::max_element(free_at_.begin(), free_at_.end());
    double end = std::max(0.0, latest - now) + cost / speeds_.total();
    for (;;) {
        double work = 0;
        double speed = 0;
        for (std::size_t i = 0; i < ranks(); ++i) {
            if (const double seconds = end - seconds_in_hand(i, now); seconds > 0) {
                work += speeds_[i] * seconds;
                speed += speeds_[i];
            }
        }
        if (work <= cost * (1 + 1e-9)) {
            return end;
        }
        end -= (work - cost) / speed;
    }
}

/// What every rank can do in so many seconds from now beside what it has in hand.
std::vector<double> RoundPlanner::costs_within(double seconds, double now) const {
    std::vector<double> costs;
    costs.reserve(ranks());
    for (std::size_t i = 0; i < ranks(); ++i) {
        costs.push_back(speeds_[i] * std::max(0.0, seconds - seconds_in_hand(i, now)));
    }
    return costs;
}

/// A place b with cost([start, b)) = cost to a ten-thousandth, or the last one with less; cost
/// grows with the width. Secants from the density of the piece before are there in two or three
/// steps; where the cost has a kink or a jump, bisection ends the search.
uint128 RoundPlanner::reach(uint128 start, double cost) {
    const Interval rest{start, todo_.stop};
    if (cost <= 0 || rest.empty()) {
        return start;
    }
    if (model_.cost(rest) <= cost) {
        return rest.stop;
    }
    struct Point {
        double width = 0;
        double cost = 0;
    };
    uint128 low = 0; // widths: cost([start, start + low)) <= cost < cost([start, start + high))
    uint128 high = rest.width();
    Point before;
    double next = density_ > 0 ? cost / density_ : static_cast<double>(high) / 2;
    for (int steps = 0; high - low > 1; ++steps) {
        constexpr int most_secants = 8;
        const bool inside = next > static_cast<double>(low) && next < static_cast<double>(high);
        const uint128 width = steps < most_secants && inside
                                  ? std::clamp(static_cast<uint128>(next), low + 1, high - 1)
                                  : low + (high - low) / 2;
        const Point here{static_cast<double>(width), model_.cost({start, start + width})};
        (here.cost <= cost ? low : high) = width;
        if (std::abs(here.cost - cost) <= 1e-4 * cost) {
            low = width;
            density_ = here.cost / here.width;
            break;
        }
        next = here.width
               + (cost - here.cost) * (here.width - before.width) / (here.cost - before.cost);
        before = here;
    }
    return start + low;
}

/// Chunks of these costs, as nearly as borders allow: what a border takes from a chunk, or what is
/// too little for one, is added to the next. A rank of cost 0 gets nothing.
std::vector<Interval> RoundPlanner::cut(const std::vector<double>& costs) {
    std::vector<Interval> chunks;
    chunks.reserve(ranks());
    uint128 start = todo_.start;
    double owed = 0;
    for (const double cost : costs) {
        Interval chunk{start, start};
        if (cost > 0) {
            const double wanted = cost + owed;
            const uint128 place = reach(start, wanted);
            chunk.stop = place == todo_.stop ? place : std::max(start, model_.border(place));
            owed = std::max(0.0, wanted - (chunk.empty() ? 0 : model_.cost(chunk)));
        }
        chunks.push_back(chunk);
        start = chunk.stop;
    }
    return chunks;
}

/// Parts as wide as the ranks' speeds, which are small whole numbers before speeds are known
/// (threads): exactly equal parts for equal ranks.
std::vector<Interval> RoundPlanner::parts_of_width(const Interval& whole) const {
    const auto total = static_cast<std::uint64_t>(speeds_.total());
    std::vector<Interval> parts;
    parts.reserve(ranks());
    double sum = 0;
    uint128 start = whole.start;
    for (std::size_t i = 0; i < ranks(); ++i) {
        sum += speeds_[i];
        const uint128 place = even_part(whole, static_cast<std::uint64_t>(sum) - 1, total).stop;
        const uint128 stop =
            parts.size() + 1 == ranks() ? whole.stop : std::max(start, model_.border(place));
        parts.push_back({start, stop});
        start = stop;
    }
    return parts;
}

/// Whether no rank would take much longer than the average.
bool RoundPlanner::is_even(const std::vector<Interval>& chunks) const {
    double sum = 0;
    double longest = 0;
    for (std::size_t i = 0; i < ranks(); ++i) {
        const double cost = chunks[i].empty() ? 0 : model_.cost(chunks[i]);
        sum += cost;
        longest = std::max(longest, cost / speeds_[i]);
    }
    constexpr double not_worth_a_thought = 0.05; // seconds
    return longest <= 1.1 * sum / speeds_.total() + not_worth_a_thought;
}

/// The opening, before speeds are known: chunks of equal width where that is fair, because an even
/// split is what a reader of the first round expects; else of equal cost. Ranks with more threads
/// get as much more. Short work is a single round, and the shorter where cost is uneven or rough,
/// because then it is an estimate; of other work at least half is left for when speeds are known,
/// though two rounds be planned before.
std::vector<Interval> RoundPlanner::cut_opening(double now) {
    const double opening = settings_.opening_seconds * speeds_.total();
    const double left = model_.cost(todo_);
    // What is left over would be a round not worth its overhead.
    const bool all = outstanding_.empty() && left <= 1.5 * opening;
    const double cost = std::min(opening, left / 4);
    uint128 stop = todo_.stop;
    if (!all) {
        stop = std::max(todo_.start, model_.border(reach(todo_.start, cost)));
    }
    std::vector<Interval> chunks = parts_of_width({todo_.start, stop});
    if (is_even(chunks) && !(all && settings_.costs_are_rough)) {
        return chunks;
    }
    constexpr double worth_rounds = 2; // of the shortest
    const bool one_round =
        all && left <= worth_rounds * shortest_round(round_worth_a_set_up()) * speeds_.total();
    return one_round ? cut_all(now) : cut(costs_within(seconds_to_end(cost, now), now));
}

/// All that is left, to the earliest common end. The more pieces, the more set-ups: the end moves
/// back until there is room for them.
std::vector<Interval> RoundPlanner::cut_all(double now) {
    double seconds = seconds_to_end(model_.cost(todo_), now);
    for (double spare = 1e-3;; spare *= 2) {
        std::vector<Interval> chunks = cut(costs_within(seconds, now));
        const Interval left{chunks.back().stop, todo_.stop};
        if (left.empty()) {
            return chunks;
        }
        seconds += model_.cost(left) / speeds_.total() + spare * seconds;
    }
}

/// The seconds of a round whose chunks are worth their set-ups.
double RoundPlanner::round_worth_a_set_up() {
    const double speed = speeds_.total() / static_cast<double>(ranks());
    const uint128 end = reach(todo_.start, settings_.round_seconds * speed);
    const Interval chunk{todo_.start, std::max(end, todo_.start + 1)};
    return least_worth_a_set_up(model_.cost, chunk) / speed;
}

/// No shorter than a set-up is worth; and every rank should get something, though borders be far
/// apart.
double RoundPlanner::shortest_round(double worth_a_set_up) {
    const double speed = speeds_.total() / static_cast<double>(ranks());
    const double least = model_.cost({todo_.start, next_border()});
    return std::max({settings_.round_seconds / 100, worth_a_set_up, least / speed});
}

/// A third of what is left; where set-ups count more of it, the less the last round was a surprise:
/// an error e in a round's speeds leaves e times its length for later rounds to even out, and five
/// times that should be left for them.
std::vector<Interval> RoundPlanner::cut_balanced(double now) {
    const double left = model_.cost(todo_) / speeds_.total();
    const double worth_a_set_up = round_worth_a_set_up();
    const double shortest = shortest_round(worth_a_set_up);
    constexpr double set_ups_count = 8; // below so many times what is worth one
    const double share = std::clamp(1 - 5 * speeds_.surprise(), 0.5, 0.75);
    const double part = std::max(left / 3, std::min(share * left, set_ups_count * worth_a_set_up));
    const double seconds = std::max(shortest, std::min(settings_.round_seconds, part));
    constexpr double not_worth_a_round = 0.6; // of the shortest
    if (left - seconds < not_worth_a_round * shortest) {
        return cut_all(now);
    }
    return cut(costs_within(seconds_to_end(seconds * speeds_.total(), now), now));
}

/// The chunks, or shorter ones, so that what their tallies hold is within the limit. Rank 0 has
/// those of a whole round at once, however many ranks there are.
std::vector<Interval> RoundPlanner::within_memory(std::vector<Interval> chunks, double now) {
    const Interval whole{chunks.front().start, chunks.back().stop};
    if (!model_.held_bytes || whole.empty()) {
        return chunks;
    }
    const double held = model_.held_bytes(whole);
    if (held <= settings_.most_held_bytes) {
        return chunks;
    }
    const double cost = model_.cost(whole) * settings_.most_held_bytes / held;
    return cut(costs_within(seconds_to_end(cost, now), now));
}

/// A border not far behind the start.
uint128 RoundPlanner::next_border() const {
    for (uint128 width = 1; width < todo_.width(); width *= 2) {
        const uint128 border = model_.border(todo_.start + width);
        if (border > todo_.start) {
            return border;
        }
    }
    return todo_.stop;
}

/// A round of a single chunk, for the rank that ends it first.
std::vector<Interval> RoundPlanner::one_chunk(uint128 stop, double now) const {
    const Interval chunk{todo_.start, stop};
    const double cost = model_.cost(chunk);
    const auto end = [&](std::size_t i) { return seconds_in_hand(i, now) + cost / speeds_[i]; };
    std::size_t first = 0;
    for (std::size_t i = 1; i < ranks(); ++i) {
        first = end(i) < end(first) ? i : first;
    }
    std::vector<Interval> chunks(ranks(), {stop, stop});
    std::fill_n(chunks.begin(), first, Interval{todo_.start, todo_.start});
    chunks[first] = chunk;
    return chunks;
}

Round RoundPlanner::next(double now) {
    Round round{planned_++, {}};
    if (ranks() == 1) {
        // Nothing to balance: rounds only bound the time to a stop and the loss by a kill.
        const double cost = settings_.round_seconds * speeds_[0];
        round.chunks = model_.cost(todo_) <= 2 * cost ? std::vector{todo_} : cut({cost});
    } else {
        round.chunks = speeds_.known() ? cut_balanced(now) : cut_opening(now);
    }
    round.chunks = within_memory(std::move(round.chunks), now);
    if (round.interval().empty()) {
        round.chunks = one_chunk(next_border(), now);
    }
    Outstanding out{now, {}};
    out.costs.reserve(ranks());
    for (std::size_t i = 0; i < ranks(); ++i) {
        const Interval& chunk = round.chunks[i];
        out.costs.push_back(chunk.empty() ? 0 : model_.cost(chunk));
        free_at_[i] = std::max(now, free_at_[i]) + out.costs[i] / speeds_[i];
    }
    outstanding_.push_back(std::move(out));
    todo_.start = round.interval().stop;
    return round;
}

void RoundPlanner::finished(const std::vector<ChunkTiming>& timings) {
    const Outstanding done = std::move(outstanding_.front());
    outstanding_.pop_front();
    std::vector<std::optional<double>> seen(ranks());
    for (std::size_t i = 0; i < ranks(); ++i) {
        constexpr double least_measurable = 1e-3;
        if (done.costs[i] > 0 && timings[i].busy_seconds > least_measurable) {
            seen[i] = done.costs[i] / timings[i].busy_seconds;
        }
    }
    speeds_.measured(seen);
    for (std::size_t i = 0; i < ranks(); ++i) {
        // An empty chunk is finished when it arrives, be the one before it still in work.
        finished_at_[i] = std::max(finished_at_[i], timings[i].finished_at);
        free_at_[i] = finished_at_[i];
        for (const Outstanding& later : outstanding_) {
            free_at_[i] = std::max(free_at_[i], later.handed_out) + later.costs[i] / speeds_[i];
        }
    }
}

} // namespace primerank::campaign
