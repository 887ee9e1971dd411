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
    constexpr int most_halvings = 9;
    const double least = std::max(least_worth_a_set_up(axis_.cost, chunk),
                                  axis_.cost(chunk) / threads_ / (1 << most_halvings));
    while (axis_.cost(rest) > 2 * least * threads_) {
        const uint128 middle = balanced_cut(axis_, rest, 1, 1);
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
    const uint128 place = share < 1 ? balanced_cut(axis_, rest, share, 1 - share) : rest.stop;
    cut_by_cost(axis_, {rest.start, place}, 1, pieces_);
    cut_by_cost(axis_, {place, rest.stop}, count - 1, pieces_);
    return std::move(pieces_);
}

void Pieces::cut_evenly(const Interval& part) {
    constexpr double not_worth_a_thread = 1e-4;
    const double cost = axis_.cost(part);
    const double each = std::min(longest_, std::max(cost / threads_, not_worth_a_thread));
    const double count = std::ceil(cost / each - 1e-9);
    cut_by_cost(axis_, part, count > 1 ? static_cast<std::uint64_t>(count) : 1, pieces_);
}

uint128 widest_piece(const law::AnyWorkload& workload, int threads, const Interval& chunk) {
    uint128 widest = 0;
    Pieces pieces(workload, threads, std::numeric_limits<double>::infinity());
    for (const Interval& piece : pieces.of_last(chunk)) {
        widest = std::max(widest, piece.width());
    }
    return widest;
}

} // namespace primerank::campaign
