#include "primerank/internal/pieces.hpp"

#include <algorithm>

namespace primerank::internal {
namespace {

/// To start two threads takes a millisecond or more.
constexpr double worth_threads = 1e-2;
constexpr double worth_a_piece = 1e-3;

constexpr double pieces_a_thread = 16;

/// What a piece must cost at least: ten times what another one costs beside its share of the work.
double least_cost(const Work& work, double cost) {
    const double halves = work.axis.cost(even_part(work.interval, 0, 2))
                          + work.axis.cost(even_part(work.interval, 1, 2));
    return std::max(worth_a_piece, 10 * (halves - cost));
}

std::uint64_t count_by_cost(const Work& work, unsigned threads) {
    const double cost = work.axis.cost(work.interval);
    if (threads == 1 || cost < worth_threads) {
        return 1;
    }
    const double most = pieces_a_thread * threads;
    return static_cast<std::uint64_t>(
        std::clamp<double>(cost / least_cost(work, cost), threads, most));
}

} // namespace

std::vector<Interval> pieces_of(const Work& work, unsigned threads) {
    std::vector<Interval> pieces;
    if (!work.interval.empty()) {
        const auto narrow_enough =
            static_cast<std::uint64_t>((work.interval.width() - 1) / work.widest + 1);
        cut_by_cost(work.axis, work.interval, std::max(count_by_cost(work, threads), narrow_enough),
                    pieces);
    }
    return pieces;
}

} // namespace primerank::internal
