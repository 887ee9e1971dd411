#pragma once

#include "tally/gaps.hpp"
#include "tally/pattern_counts.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace primerank::tally {

/// About how far constellations of any of some patterns, or primes, are apart.
class MeanGap {
  public:
    /// Of primes.
    MeanGap() = default;
    /// Of constellations; all patterns have the same number of members.
    explicit MeanGap(const std::vector<Pattern>& patterns);

    /// Near n, which is at least 2.
    [[nodiscard]] double at(double n) const;

  private:
    double members_ = 1;
    double constant_ = 1;
};

/// The gaps from a constellation to the next one, first member to first member. A constellation
/// belongs to the interval that holds all its members, and a gap to the one that holds both its
/// constellations, so none stays open.
///
/// Those of several patterns are one sequence. The patterns have one diameter d: where members are
/// n and n + d, one that is whole before a border, n + d < border, begins before every one across
/// it, m + d >= border; and that, m < border, before every one that is whole behind it. So at a
/// border first members ascend in this order, however constellations overlap.
class TupletGaps {
  public:
    /// How many constellations there are; of several patterns that begin with the same prime, one.
    [[nodiscard]] std::uint64_t size() const { return size_; }

    [[nodiscard]] GapReport report() const { return gaps_.report(); }

    /// Takes out the list of gaps so far; the next ones go into a new list.
    [[nodiscard]] std::vector<Gap> take_listed() { return gaps_.take_listed(); }

    void combine(const TupletGaps& right);

    friend bool operator==(const TupletGaps&, const TupletGaps&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& patterns_;
        archive& options_;
        archive& size_;
        archive& near_ends_;
        archive& start_;
        archive& across_start_;
        archive& gaps_;
        if constexpr (Archive::is_loading::value) {
            require_sound();
        }
    }

  private:
    friend class TupletGapMeasure;

    [[nodiscard]] bool empty() const { return patterns_.empty(); }

    /// Throws std::runtime_error for what no interval has.
    void require_sound() const;

    /// Continues with those of constellations across the border to the interval right after this
    /// one that begin in this one, and keeps the others apart.
    void add_across(std::span<const std::uint64_t> first_members);

    /// Continues with the constellations that end among the primes right after this interval.
    void add_across(const PatternCounts& right);

    /// Continues with constellations by their first members, which ascend.
    void add(std::span<const std::uint64_t> first_members);

    std::vector<Pattern> patterns_; // none, and no options, in a tally without primes
    GapOptions options_;
    std::uint64_t size_ = 0;
    PatternCounts near_ends_; // for constellations across a border, where primes are found
    std::uint64_t start_ = 0; // and where constellations are: the interval's own, and the first
    std::vector<std::uint64_t> across_start_; // members, ascending, of those that begin before it
    Gaps gaps_;                               // between first members
};

/// Finds first occurrences of all gaps between constellations, and what the options say.
class TupletGapMeasure {
  public:
    using Tally = TupletGaps;

    /// Throws std::invalid_argument when there is no pattern, or their diameters differ.
    explicit TupletGapMeasure(std::vector<Pattern> patterns, const GapOptions& options = {},
                              InstructionSet set = instruction_set());

    [[nodiscard]] TupletGaps of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] TupletGaps of_primes(std::span<const std::uint64_t> primes) const;

    /// Of a piece, not empty, whose constellations are found in another way: the first members,
    /// ascending, of all that end in it. Those that begin before it count once what it is combined
    /// with holds them. Combines with its like only, as it knows no primes near its ends.
    [[nodiscard]] TupletGaps of_first_members(const Interval& piece,
                                              std::span<const std::uint64_t> members) const;

    void observe(TupletGaps& gaps, const sieve::Segment& segment) const;

    /// Of the listed gaps, half as much again being spare room of a vector, and of the lengths that
    /// no gap between primes has.
    [[nodiscard]] double held_bytes(const Interval& interval) const;

  private:
    /// The tally of an interval with primes, before anything is added.
    [[nodiscard]] TupletGaps begun() const;

    std::vector<Pattern> patterns_;
    GapOptions options_;
    PatternMeasure near_ends_;
    std::vector<PatternSearch> searches_;
    MeanGap mean_;
};

/// About how many gaps of at least this length an interval has, by Hardy and Littlewood, as though
/// constellations were spread by chance.
double expected_gaps(const Interval& interval, std::uint64_t shortest, const MeanGap& mean);

/// About how many lengths of gaps there are between constellations; up to three times too many
/// where few gaps are of one length.
double expected_lengths(const Interval& interval, const std::vector<Pattern>& patterns);

} // namespace primerank::tally
