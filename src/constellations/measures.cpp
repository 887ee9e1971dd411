#include "constellations/measures.hpp"

#include <algorithm>

namespace primerank::constellations {

namespace {

/// About how many; a gap for each.
double constellations_in(const Interval& interval, const tally::MeanGap& mean) {
    return interval.empty() ? 0 : tally::expected_gaps(interval, 0, mean);
}

} // namespace

void CountTableMeasure::Collector::add(std::size_t kind,
                                       std::span<const std::uint64_t> first_members) {
    for (const std::uint64_t n : first_members) {
        ends_.push_back({n + measure_.patterns_[kind].diameter(), kind});
    }
}

tally::Table<Counts> CountTableMeasure::Collector::finish() {
    std::sort(ends_.begin(), ends_.end(), [](const End& left, const End& right) {
        return left.last_member < right.last_member;
    });
    tally::Table<Counts> table;
    for (const auto& [last_member, kind] : ends_) {
        const std::uint64_t index = measure_.grid_.row_of(last_member);
        Counts& row = table.open_row(index);
        if (row == Counts()) {
            const auto start = static_cast<std::uint64_t>(measure_.grid_.interval(index).start);
            row = Counts(start, measure_.patterns_.size());
        }
        const std::uint64_t first_member = last_member - measure_.patterns_[kind].diameter();
        row.add(kind, std::span(&first_member, 1));
    }
    return table;
}

double CountTableMeasure::held_bytes(const Interval& interval) const {
    if (interval.empty()) {
        return 0;
    }
    const auto first = grid_.row_of(static_cast<std::uint64_t>(interval.start));
    const auto last = grid_.row_of(static_cast<std::uint64_t>(interval.stop - 1));
    const double rows = static_cast<double>(last - first) + 1;
    const auto row = static_cast<double>(sizeof(Tally::Row) + 8 * patterns_.size() + 32);
    double ends = 0;
    for (const tally::Pattern& pattern : patterns_) {
        ends += constellations_in(interval, tally::MeanGap({pattern}));
    }
    return 1.5 * (rows * row + ends * sizeof(Collector::End));
}

double GapMeasure::held_bytes(const Interval& interval) const {
    return measure_.held_bytes(interval)
           + 1.5 * sizeof(std::uint64_t) * constellations_in(interval, mean_);
}

tally::TupletGaps GapMeasure::Collector::finish() {
    if (piece_.empty()) {
        return {};
    }
    std::sort(first_members_.begin(), first_members_.end());
    first_members_.erase(std::unique(first_members_.begin(), first_members_.end()),
                         first_members_.end());
    return measure_.of_first_members(piece_, first_members_);
}

} // namespace primerank::constellations
