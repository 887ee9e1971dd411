#include "tally/pattern_counts.hpp"

#include "tally/segment_bits.hpp"

#include <algorithm>
#include <stdexcept>

namespace primerank::tally {
namespace {

std::uint64_t largest_diameter_of(const std::vector<Pattern>& patterns) {
    std::uint64_t largest = 0;
    for (const Pattern& pattern : patterns) {
        largest = std::max(largest, pattern.diameter());
    }
    return largest;
}

/// The primes of a piece that lie within `reach` of its first one.
std::vector<std::uint64_t> primes_at_beginning(const sieve::Segment& segment, std::uint64_t reach) {
    std::vector<std::uint64_t> primes;
    ascend_primes(segment, [&](std::uint64_t prime) {
        const bool near = primes.empty() || prime - primes.front() <= reach;
        if (near) {
            primes.push_back(prime);
        }
        return near;
    });
    return primes;
}

/// The primes of a piece that lie within `reach` of its last one.
std::vector<std::uint64_t> primes_at_end(const sieve::Segment& segment, std::uint64_t reach) {
    std::vector<std::uint64_t> primes;
    descend_primes(segment, [&](std::uint64_t prime) {
        const bool near = primes.empty() || primes.front() - prime <= reach;
        if (near) {
            primes.push_back(prime);
        }
        return near;
    });
    std::reverse(primes.begin(), primes.end());
    return primes;
}

} // namespace

std::vector<std::uint64_t> PatternCounts::first_members_across(const PatternCounts& right,
                                                               const Pattern& pattern) const {
    std::vector<std::uint64_t> primes = last_primes_;
    primes.insert(primes.end(), right.first_primes_.begin(), right.first_primes_.end());
    return first_members(primes, pattern, {last_primes_.size(), last_primes_.size()});
}

void PatternCounts::require_sound() const {
    if (counts_.size() != patterns_.size()) {
        throw std::runtime_error("a saved result is damaged");
    }
}

void PatternCounts::combine(const PatternCounts& right) {
    if (right.patterns_.empty()) {
        return;
    }
    if (patterns_.empty()) {
        *this = right;
        return;
    }
    if (right.patterns_ != patterns_) {
        throw std::invalid_argument("Counts of other patterns cannot be combined.");
    }
    for (std::size_t i = 0; i < patterns_.size(); ++i) {
        counts_[i] += right.counts_[i] + first_members_across(right, patterns_[i]).size();
    }
    extend_ends(right.first_primes_, right.last_primes_);
}

// A piece no wider than the reach passes its neighbour's primes on. If it is wider, none of its
// neighbour's is near enough, and nothing is appended or kept.
void PatternCounts::extend_ends(std::span<const std::uint64_t> next_first,
                                std::span<const std::uint64_t> next_last) {
    const std::uint64_t reach = largest_diameter_of(patterns_);
    for (const std::uint64_t prime : next_first) {
        if (first_primes_.empty() || prime - first_primes_.front() <= reach) {
            first_primes_.push_back(prime);
        }
    }
    last_primes_.insert(last_primes_.end(), next_last.begin(), next_last.end());
    const auto near = std::find_if(last_primes_.begin(), last_primes_.end(), [&](std::uint64_t p) {
        return last_primes_.back() - p <= reach;
    });
    last_primes_.erase(last_primes_.begin(), near);
}

PatternMeasure::PatternMeasure(std::vector<Pattern> patterns, InstructionSet set)
    : patterns_(std::move(patterns)) {
    if (patterns_.empty()) {
        throw std::invalid_argument("There is no pattern to count.");
    }
    for (const Pattern& pattern : patterns_) {
        searches_.emplace_back(pattern, set);
    }
}

PatternCounts PatternMeasure::of_segment(const sieve::Segment& segment) const {
    const std::uint64_t reach = largest_diameter_of(patterns_);
    PatternCounts tally;
    tally.first_primes_ = primes_at_beginning(segment, reach);
    if (tally.first_primes_.empty()) {
        return tally;
    }
    tally.last_primes_ = primes_at_end(segment, reach);
    tally.patterns_ = patterns_;
    for (const PatternSearch& search : searches_) {
        tally.counts_.push_back(search.count(segment));
    }
    return tally;
}

PatternCounts PatternMeasure::of_primes(std::span<const std::uint64_t> primes) const {
    PatternCounts tally;
    if (primes.empty()) {
        return tally;
    }
    tally.patterns_ = patterns_;
    tally.extend_ends(primes, primes);
    for (const Pattern& pattern : patterns_) {
        tally.counts_.push_back(first_members(primes, pattern).size());
    }
    return tally;
}

} // namespace primerank::tally
