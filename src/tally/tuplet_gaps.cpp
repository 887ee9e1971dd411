#include "tally/tuplet_gaps.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace primerank::tally {
namespace {

/// The first members of the constellations of all patterns, in ascending order.
/// find(i): those of pattern i.
template <class Find>
std::vector<std::uint64_t> pooled(std::size_t patterns, const Find& find) {
    std::vector<std::uint64_t> members = find(0);
    for (std::size_t i = 1; i < patterns; ++i) {
        const std::vector<std::uint64_t> more = find(i);
        const auto middle = static_cast<std::ptrdiff_t>(members.size());
        members.insert(members.end(), more.begin(), more.end());
        std::inplace_merge(members.begin(), members.begin() + middle, members.end());
    }
    members.erase(std::unique(members.begin(), members.end()), members.end());
    return members;
}

/// The integral of value(mean gap) over an interval, by octaves: each at its geometric mean.
template <class Value>
double integral(const Interval& interval, const MeanGap& mean, const Value& value) {
    double sum = 0;
    for (uint128 start = interval.start; start < interval.stop;) {
        const uint128 stop = std::min(interval.stop, std::max<uint128>(2 * start, 100));
        const double low = std::max(20.0, static_cast<double>(start));
        const double high = std::max(20.0, static_cast<double>(stop));
        sum += static_cast<double>(stop - start) * value(mean.at(std::sqrt(low * high)));
        start = stop;
    }
    return sum;
}

} // namespace

MeanGap::MeanGap(const std::vector<Pattern>& patterns)
    : members_(static_cast<double>(patterns.at(0).offsets().size())), constant_(0) {
    for (const Pattern& pattern : patterns) {
        constant_ += hardy_littlewood_constant(pattern);
    }
}

double MeanGap::at(double n) const {
    return std::pow(std::log(n), members_) / constant_;
}

double expected_gaps(const Interval& interval, std::uint64_t shortest, const MeanGap& mean) {
    return integral(interval, mean, [&](double gap) {
        return std::exp(-static_cast<double>(shortest) / gap) / gap;
    });
}

// Lengths are even, and the longest is about the mean times the logarithm of how many gaps there
// are.
double expected_lengths(const Interval& interval, const MeanGap& mean) {
    const double gaps = expected_gaps(interval, 0, mean);
    const double last = mean.at(std::max(20.0, static_cast<double>(interval.stop)));
    return std::min(gaps, last * std::log(gaps + 2) / 2);
}

void TupletGaps::add(std::span<const std::uint64_t> first_members) {
    for (const std::uint64_t first : first_members) {
        if (gaps_.empty()) {
            gaps_ = Gaps(first, options_);
        } else {
            gaps_.add_prime(first);
        }
    }
    size_ += first_members.size();
}

void TupletGaps::add_across(const PatternCounts& right) {
    add(pooled(patterns_.size(), [&](std::size_t i) {
        return near_ends_.first_members_across(right, patterns_[i]);
    }));
}

void TupletGaps::combine(const TupletGaps& right) {
    if (right.empty()) {
        return;
    }
    if (empty()) {
        *this = right;
        return;
    }
    if (right.options_ != options_ || right.patterns_ != patterns_) {
        throw std::invalid_argument("Gaps of two questions cannot be combined.");
    }
    add_across(right.near_ends_);
    gaps_.combine(right.gaps_);
    size_ += right.size_;
    near_ends_.combine(right.near_ends_);
}

TupletGapMeasure::TupletGapMeasure(std::vector<Pattern> patterns, const GapOptions& options,
                                   InstructionSet set)
    : patterns_(std::move(patterns)), options_(options), near_ends_(patterns_, set),
      mean_(patterns_) {
    for (const Pattern& pattern : patterns_) {
        if (pattern.diameter() != patterns_.front().diameter()) {
            throw std::invalid_argument("Gaps are between constellations of one diameter.");
        }
        searches_.emplace_back(pattern, set);
    }
}

TupletGaps TupletGapMeasure::begun() const {
    TupletGaps gaps;
    gaps.patterns_ = patterns_;
    gaps.options_ = options_;
    return gaps;
}

TupletGaps TupletGapMeasure::of_segment(const sieve::Segment& segment) const {
    TupletGaps gaps;
    observe(gaps, segment);
    return gaps;
}

TupletGaps TupletGapMeasure::of_primes(std::span<const std::uint64_t> primes) const {
    if (primes.empty()) {
        return {};
    }
    TupletGaps gaps = begun();
    gaps.near_ends_ = near_ends_.of_primes(primes);
    gaps.add(pooled(patterns_.size(),
                    [&](std::size_t i) { return first_members(primes, patterns_[i]); }));
    return gaps;
}

TupletGaps TupletGapMeasure::of_first_members(std::span<const std::uint64_t> members) const {
    if (members.empty()) {
        return {};
    }
    TupletGaps gaps = begun();
    gaps.add(members);
    return gaps;
}

void TupletGapMeasure::observe(TupletGaps& gaps, const sieve::Segment& segment) const {
    const PatternCounts near_ends = near_ends_.of_segment(segment);
    if (near_ends.counts().empty()) {
        return;
    }
    if (gaps.empty()) {
        gaps = begun();
    }
    gaps.add_across(near_ends);
    gaps.add(pooled(searches_.size(),
                    [&](std::size_t i) { return searches_[i].first_members(segment); }));
    gaps.near_ends_.combine(near_ends);
}

double TupletGapMeasure::held_bytes(const Interval& interval) const {
    constexpr double node = 80; // of a map
    const double listed =
        options_.list_from == 0 ? 0 : expected_gaps(interval, options_.list_from, mean_);
    return node * expected_lengths(interval, mean_) + 1.5 * sizeof(Gap) * listed;
}

} // namespace primerank::tally
