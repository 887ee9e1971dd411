#include "jump/workload.hpp"

#include "numbers/origin.hpp"

namespace primerank::jump {
namespace {

/// Setting up lines, and the last of the clusters.
constexpr double seconds_a_piece = 1.5e-3;

double middle_of(const Interval& interval) {
    return static_cast<double>(interval.start) / 2 + static_cast<double>(interval.stop) / 2;
}

} // namespace

bool can_search(const Interval& interval, std::uint64_t shortest) {
    return shortest >= shortest_gap && interval.stop <= highest_stop;
}

Workload::Workload(const Interval& whole, const Interval& interval,
                   const tally::GapOptions& options)
    : interval_(interval), options_(options), origin_(origin_of(whole)), middle_(middle_of(whole)),
      seconds_a_number_(plan_for(options.list_from, middle_).seconds_a_number) {}

double Workload::cost(const Interval& piece) const {
    return seconds_a_piece + seconds_a_number_ * static_cast<double>(piece.width());
}

Workload::Worker Workload::make(Search::Way way) const {
    return {options_.list_from, middle_, way};
}

FoundGaps Workload::work(const Interval& piece, Worker& search,
                         const std::stop_token& give_up) const {
    FoundGaps found(options_);
    search.run(
        piece,
        [&](std::uint64_t length, uint128 lower) {
            found.add({length, {static_cast<std::uint64_t>(lower - origin_)}});
        },
        give_up);
    return found.size() == 0 ? FoundGaps() : found;
}

double Workload::held_bytes(const Interval& piece) const {
    return 1.5 * sizeof(tally::Gap) * tally::expected_gaps(piece, options_.list_from);
}

} // namespace primerank::jump
