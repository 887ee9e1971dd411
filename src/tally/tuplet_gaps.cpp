#include "tally/tuplet_gaps.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
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

/// One in how many lengths can be a gap: the difference of two first members, as far as multiples
/// of 2, 3, 5 and 7 forbid others.
double lengths_apart(const std::vector<Pattern>& patterns) {
    constexpr std::uint64_t modulus = 210;
    std::vector<std::uint64_t> classes;
    for (std::uint64_t n = 0; n < modulus; ++n) {
        if (std::any_of(patterns.begin(), patterns.end(), [n](const Pattern& pattern) {
                return std::all_of(pattern.offsets().begin(), pattern.offsets().end(),
                                   [n](std::uint64_t o) { return std::gcd(n + o, modulus) == 1; });
            })) {
            classes.push_back(n);
        }
    }
    std::array<bool, modulus> possible{};
    for (const std::uint64_t before : classes) {
        for (const std::uint64_t after : classes) {
            possible[(after + modulus - before) % modulus] = true;
        }
    }
    return modulus / static_cast<double>(std::count(possible.begin(), possible.end(), true));
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

// If one in s lengths can be, N gaps of mean m have length g with s N / m e^(-g / m) on average.
// Where that is above 1 for short g, the lengths that occur are about (ln(s N / m) + gamma) m / s.
double expected_lengths(const Interval& interval, const std::vector<Pattern>& patterns) {
    constexpr double gamma = 0.5772;
    const MeanGap mean_gap(patterns);
    const double gaps = expected_gaps(interval, 0, mean_gap);
    const double mean = mean_gap.at(std::max(20.0, static_cast<double>(interval.stop)));
    const double apart = lengths_apart(patterns);
    const double of_shortest = gaps * apart / mean;
    return of_shortest < 1 ? gaps : std::min(gaps, (std::log(of_shortest) + gamma) * mean / apart);
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

void TupletGaps::require_sound() const {
    if (!std::is_sorted(across_start_.begin(), across_start_.end())
        || (!across_start_.empty() && across_start_.back() >= start_)) {
        throw std::runtime_error("a saved result is damaged");
    }
}

/// Of two across this interval's start, the one that ends later begins later.
void TupletGaps::add_across(std::span<const std::uint64_t> first_members) {
    const auto here = std::lower_bound(first_members.begin(), first_members.end(), start_);
    across_start_.insert(across_start_.end(), first_members.begin(), here);
    add({here, first_members.end()});
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
    add_across(right.across_start_);
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

TupletGaps TupletGapMeasure::of_first_members(const Interval& piece,
                                              std::span<const std::uint64_t> members) const {
    TupletGaps gaps = begun();
    gaps.start_ = static_cast<std::uint64_t>(piece.start);
    gaps.add_across(members);
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
    return node * expected_lengths(interval, patterns_) + 1.5 * sizeof(Gap) * listed;
}

} // namespace primerank::tally
