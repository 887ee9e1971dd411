#include "campaign/pieces.hpp"

#include "campaign/set_up.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace primerank::campaign {

std::vector<Interval> Pieces::of(const Interval& chunk) {
    pieces_.clear();
    if (!chunk.empty()) {
        cut_evenly(chunk);
    }
    return std::move(pieces_);
}

std::vector<Interval> Pieces::of_last(const Interval& chunk) {
    if (chunk.empty() || threads_ == 1) {
        return of(chunk);
    }
    pieces_.clear();
    Interval rest = chunk;
    const auto cost = [this](const Interval& part) { return workload_.cost(part); };
    constexpr int most_halvings = 9;
    const double least =
        std::max(least_worth_a_set_up(cost, chunk), cost(chunk) / threads_ / (1 << most_halvings));
    while (cost(rest) > 2 * least * threads_) {
        const uint128 middle = balance(rest, 1, 1);
        if (middle == rest.start) {
            break; // borders are too far apart
        }
        cut_evenly({rest.start, middle});
        rest.start = middle;
    }
    cut_evenly(rest);
    return std::move(pieces_);
}

std::vector<Interval> Pieces::of_rest(const Interval& rest, double share, std::size_t count) {
    pieces_.clear();
    const uint128 place = share < 1 ? balance(rest, share, 1 - share) : rest.stop;
    cut({rest.start, place}, 1);
    cut({place, rest.stop}, count - 1);
    return std::move(pieces_);
}

void Pieces::cut_evenly(const Interval& part) {
    constexpr double not_worth_a_thread = 1e-4;
    const double cost = workload_.cost(part);
    const double each = std::min(longest_, std::max(cost / threads_, not_worth_a_thread));
    const double count = std::ceil(cost / each - 1e-9);
    cut(part, count > 1 ? static_cast<std::uint64_t>(count) : 1);
}

void Pieces::cut(const Interval& part, std::uint64_t count) {
    if (part.empty()) {
        return;
    }
    if (count == 1) {
        pieces_.push_back(part);
        return;
    }
    const std::uint64_t left = count / 2;
    const uint128 place =
        balance(part, static_cast<double>(left), static_cast<double>(count - left));
    cut({part.start, place}, left);
    cut({place, part.stop}, count - left);
}

/// The border nearest below the place where what is left of it costs as many times left as what
/// is right of it costs times right. Both sides are asked, for each has a set-up of its own.
uint128 Pieces::balance(const Interval& whole, double left, double right) const {
    uint128 low = whole.start;
    uint128 high = whole.stop;
    while (high - low > 1 + (whole.width() >> 16)) {
        const uint128 middle = low + (high - low) / 2;
        const double cost_left = workload_.cost({whole.start, middle});
        const double cost_right = workload_.cost({middle, whole.stop});
        (cost_left * right <= cost_right * left ? low : high) = middle;
    }
    return std::max(whole.start, workload_.border(low));
}

uint128 widest_piece(const AnyWorkload& workload, int threads, const Interval& chunk) {
    uint128 widest = 0;
    Pieces pieces(workload, threads, std::numeric_limits<double>::infinity());
    for (const Interval& piece : pieces.of_last(chunk)) {
        widest = std::max(widest, piece.width());
    }
    return widest;
}

} // namespace primerank::campaign
