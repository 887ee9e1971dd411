#include "tally/gaps.hpp"

#include "tally/end_primes.hpp"
#include "tally/segment_bits.hpp"
#include "tally/zero_blocks.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

// Where not every gap is counted, only gaps of at least some length matter: the shortest that is
// news. Such a gap leaves a trace that is faster to search for than primes. When p < q are
// neighbouring primes and the segment is divided into blocks of w numbers, with p in block m and
// no all-zero block between the two, then q is in block m or m + 1, and
//     q - p <= (w (m + 2) - 1) - (w m + 1) = 2 w - 2.
// So a gap of 2 w or more spans an all-zero block; w = 30 times the bytes of a block.

namespace primerank::tally {
namespace {

std::uint64_t length_at(std::size_t index) {
    return index == 0 ? 1 : 2 * index;
}

std::vector<Gap> maximal_of(std::vector<Gap> first_occurrence) {
    std::sort(first_occurrence.begin(), first_occurrence.end(),
              [](const Gap& a, const Gap& b) { return a.lower < b.lower; });
    std::vector<Gap> maximal;
    for (const Gap& gap : first_occurrence) {
        if (maximal.empty() || gap.length > maximal.back().length) {
            maximal.push_back(gap);
        }
    }
    return maximal;
}

/// The bytes of the largest blocks that a gap of this length cannot miss; 0 when it can miss all.
std::size_t blocks_for(std::uint64_t shortest_gap) {
    for (const std::size_t bytes : {8U, 4U, 2U}) {
        if (shortest_gap >= 2 * numbers_per_byte * bytes) {
            return bytes;
        }
    }
    return 0;
}

/// The word of a segment in which a block lies, and the block's bits in it.
struct Block {
    std::size_t word_index;
    std::uint64_t bits;
};

Block block_at(const sieve::Segment& segment, std::size_t index, std::size_t bytes) {
    const std::size_t at = index * bytes;
    const std::uint64_t mask = ~std::uint64_t{0} >> (64 - 8 * bytes) << at % 8 * 8;
    return {at / 8, word(segment, at / 8) & mask};
}

/// Adds the segment's gaps that span an all-zero block of the given size.
void add_long_gaps(Gaps& gaps, const sieve::Segment& segment, std::size_t block_bytes,
                   InstructionSet set) {
    const ZeroBlocks zeros(segment, block_bytes, set);
    std::size_t begin = zeros.next_zero(zeros.next_nonzero(0));
    for (;;) {
        const std::size_t end = zeros.next_nonzero(begin);
        if (end == zeros.size()) {
            return;
        }
        const Block before = block_at(segment, begin - 1, block_bytes);
        const Block behind = block_at(segment, end, block_bytes);
        const std::uint64_t lower = highest_prime(segment, before.word_index, before.bits);
        const std::uint64_t upper = lowest_prime(segment, behind.word_index, behind.bits);
        gaps.add({upper - lower, {lower}});
        begin = zeros.next_zero(end);
    }
}

} // namespace

// One in log x numbers is prime. Were primes like random ones among the numbers without a factor up
// to 11, one in a = 2310 / 480 of all, each of them would be prime with probability a / log x, and
// a gap reach over g / a of them with (1 - a / log x)^(g / a).
double expected_gaps(const Interval& interval, std::uint64_t shortest) {
    constexpr double a = 2310.0 / 480;
    double expected = 0;
    // The density at the lower end of an octave or less is the largest in it.
    for (uint128 start = interval.start; start < interval.stop;) {
        const uint128 stop = std::min(interval.stop, std::max<uint128>(2 * start, 100));
        const double log_x = std::log(std::max(1000.0, static_cast<double>(start)));
        const double log_stop = std::log(std::max(1000.0, static_cast<double>(stop)));
        const double share = std::pow(1 - a / log_stop, (static_cast<double>(shortest) - 1) / a);
        expected += static_cast<double>(stop - start) / log_x * share;
        start = stop;
    }
    return expected;
}

void Gaps::add_first(std::size_t index, std::uint64_t lower) {
    if (index >= first_occurrence_.size()) {
        first_occurrence_.resize(index + 1);
        histogram_.resize(options_.histogram ? index + 1 : 0);
    }
    first_occurrence_[index] = lower;
}

void Gaps::add_long(const LongGap& gap) {
    first_occurrence_.resize(places);
    histogram_.resize(options_.histogram ? places : 0);
    long_.try_emplace(gap.length, Occurrences{gap.first, 0}).first->second.count += gap.count;
}

std::vector<LongGap> Gaps::long_gaps() const {
    std::vector<LongGap> gaps;
    gaps.reserve(long_.size());
    for (const auto& [length, occurrences] : long_) {
        gaps.push_back({length, occurrences.first, occurrences.count});
    }
    return gaps;
}

void Gaps::restore_long_gaps(const std::vector<LongGap>& gaps) {
    for (const auto& [length, first, count] : gaps) {
        long_.emplace_hint(long_.end(), length, Occurrences{first, count});
    }
}

void Gaps::require_sound() const {
    if (histogram_.size() != (options_.histogram ? first_occurrence_.size() : 0)
        || first_occurrence_.size() > places
        || (!long_.empty() && long_.begin()->first / 2 < places)) {
        throw std::runtime_error("a saved result is damaged");
    }
}

void Gaps::combine(const Gaps& right) {
    if (right.empty()) {
        return;
    }
    if (empty()) {
        *this = right;
        return;
    }
    add({right.first_ - last_, {last_}});
    append(right);
}

void Gaps::append(const Gaps& right) {
    if (right.options_ != options_) {
        throw std::invalid_argument("Gaps that are kept in two ways cannot be combined.");
    }
    for (std::size_t i = 0; i < right.first_occurrence_.size(); ++i) {
        const std::uint64_t lower = right.first_occurrence_[i];
        if (lower != 0 && (i >= first_occurrence_.size() || first_occurrence_[i] == 0)) {
            add_first(i, lower);
        }
        if (lower != 0 && options_.histogram) {
            histogram_[i] += right.histogram_[i];
        }
    }
    for (const LongGap& gap : right.long_gaps()) {
        add_long(gap);
    }
    listed_.insert(listed_.end(), right.listed_.begin(), right.listed_.end());
    last_ = right.last_;
}

std::uint64_t Gaps::shortest_news() const {
    if (options_.histogram) {
        return 0;
    }
    const auto begin = first_occurrence_.begin() + (first_occurrence_.empty() ? 0 : 1);
    const auto unseen = std::find(begin, first_occurrence_.end(), 0U);
    const auto index = std::max<std::ptrdiff_t>(1, unseen - first_occurrence_.begin());
    const auto length = 2 * static_cast<std::uint64_t>(index);
    return options_.list_from == 0 ? length : std::min(length, options_.list_from);
}

GapReport Gaps::finish(uint128 next_prime) const {
    if (empty()) {
        return {};
    }
    if (next_prime <= last_) {
        throw std::invalid_argument("The prime " + primerank::to_string(next_prime)
                                    + " does not come after the interval's last prime "
                                    + std::to_string(last_) + ".");
    }
    Gaps closed = *this;
    closed.add({static_cast<std::uint64_t>(next_prime - last_), {last_}});
    std::vector<Gap> listed = closed.take_listed();
    GapReport report = closed.report();
    report.listed = std::move(listed);
    return report;
}

GapReport Gaps::report() const {
    GapReport report;
    report.first_prime = {first_};
    report.last_prime = {last_};
    for (std::size_t i = 0; i < first_occurrence_.size(); ++i) {
        if (first_occurrence_[i] != 0) {
            report.first_occurrence.push_back({length_at(i), {first_occurrence_[i]}});
        }
    }
    for (std::size_t i = 0; i < histogram_.size(); ++i) {
        if (histogram_[i] != 0) {
            report.histogram.push_back({length_at(i), histogram_[i]});
        }
    }
    for (const auto& [length, first, count] : long_gaps()) {
        report.first_occurrence.push_back({length, {first}});
        if (options_.histogram) {
            report.histogram.push_back({length, count});
        }
    }
    report.maximal = maximal_of(report.first_occurrence);
    report.listed = listed_;
    return report;
}

double GapMeasure::held_bytes(const Interval& interval) const {
    if (options_.list_from == 0 || interval.empty()) {
        return 0;
    }
    return 1.5 * sizeof(Gap) * expected_gaps(interval, options_.list_from);
}

Gaps GapMeasure::of_segment(const sieve::Segment& segment) const {
    Gaps gaps;
    observe(gaps, segment);
    return gaps;
}

Gaps GapMeasure::of_primes(std::span<const std::uint64_t> primes) const {
    if (primes.empty()) {
        return {};
    }
    Gaps gaps(primes.front(), options_);
    for (const std::uint64_t prime : primes.subspan(1)) {
        gaps.add_prime(prime);
    }
    return gaps;
}

void GapMeasure::observe(Gaps& gaps, const sieve::Segment& segment) const {
    const EndPrimes<1> ends = end_primes<1>(segment);
    if (ends.empty()) {
        return;
    }
    const std::uint64_t first = ends.first.view().front();
    if (gaps.empty()) {
        gaps = Gaps(first, options_);
    } else {
        gaps.add_prime(first);
    }
    const std::size_t block_bytes = blocks_for(gaps.shortest_news());
    if (block_bytes != 0) {
        add_long_gaps(gaps, segment, block_bytes, set_);
        gaps.skip_to(ends.last.view().front());
        return;
    }
    for_each_prime(segment, [&](std::uint64_t prime) {
        if (prime != first) {
            gaps.add_prime(prime);
        }
    });
}

} // namespace primerank::tally
