#include "primerank/internal/pieces.hpp"

#include <algorithm>

namespace primerank::internal {
namespace {

/// To start two threads takes a millisecond or more.
constexpr double worth_threads = 1e-2;
constexpr double worth_a_piece = 1e-3;

constexpr double pieces_a_thread = 16;

/// What a piece must cost at least: ten times what another one costs beside its share of the work.
double least_cost(const Axis& axis, double cost) {
    const double halves =
        axis.cost(even_part(axis.interval, 0, 2)) + axis.cost(even_part(axis.interval, 1, 2));
    return std::max(worth_a_piece, 10 * (halves - cost));
}

std::uint64_t count_by_cost(const Axis& axis, unsigned threads) {
    const double cost = axis.cost(axis.interval);
    if (threads == 1 || cost < worth_threads) {
        return 1;
    }
    const double most = pieces_a_thread * threads;
    return static_cast<std::uint64_t>(
        std::clamp<double>(cost / least_cost(axis, cost), threads, most));
}

/// The border nearest below the place where what is left of it costs as many times left as what is
/// right of it costs times right.
uint128 balance(const Axis& axis, const Interval& whole, double left, double right) {
    uint128 low = whole.start;
    uint128 high = whole.stop;
    while (high - low > 1 + (whole.width() >> 16)) {
        const uint128 middle = low + (high - low) / 2;
        const double cost_left = axis.cost({whole.start, middle});
        const double cost_right = axis.cost({middle, whole.stop});
        (cost_left * right <= cost_right * left ? low : high) = middle;
    }
    return std::max(whole.start, axis.border(low));
}

void cut(const Axis& axis, const Interval& part, std::uint64_t count,
         std::vector<Interval>& pieces) {
    if (part.empty()) {
        return;
    }
    if (count == 1) {
        pieces.push_back(part);
        return;
    }
    const std::uint64_t left = count / 2;
    const uint128 place =
        balance(axis, part, static_cast<double>(left), static_cast<double>(count - left));
    cut(axis, {part.start, place}, left, pieces);
    cut(axis, {place, part.stop}, count - left, pieces);
}

} // namespace

std::vector<Interval> pieces_of(const Axis& axis, unsigned threads) {
    std::vector<Interval> pieces;
    if (!axis.interval.empty()) {
        const auto narrow_enough =
            static_cast<std::uint64_t>((axis.interval.width() - 1) / axis.widest + 1);
        cut(axis, axis.interval, std::max(count_by_cost(axis, threads), narrow_enough), pieces);
    }
    return pieces;
}

} // namespace primerank::internal
