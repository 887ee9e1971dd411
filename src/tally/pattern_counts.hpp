#pragma once

#include "tally/measure.hpp"
#include "tally/pattern.hpp"
#include "tally/pattern_search.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace primerank::tally {

/// How many constellations of each pattern an interval holds, with all their members.
class PatternCounts {
  public:
    /// One count a pattern, in the order of the measure's; none when the interval holds no prime.
    [[nodiscard]] const std::vector<std::uint64_t>& counts() const { return counts_; }

    /// The first members of constellations of one pattern that begin in this tally's interval and
    /// end in the one right after it, `right`: what listing both parts by themselves misses.
    [[nodiscard]] std::vector<std::uint64_t> first_members_across(const PatternCounts& right,
                                                                  const Pattern& pattern) const;

    void combine(const PatternCounts& right);

    friend bool operator==(const PatternCounts&, const PatternCounts&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& patterns_;
        archive& counts_;
        archive& first_primes_;
        archive& last_primes_;
        if constexpr (Archive::is_loading::value) {
            require_sound();
        }
    }

  private:
    friend class PatternMeasure;

    /// Throws std::runtime_error for what no interval has.
    void require_sound() const;

    /// Continues the primes at both ends with what comes right after.
    void extend_ends(std::span<const std::uint64_t> next_first,
                     std::span<const std::uint64_t> next_last);

    std::vector<Pattern> patterns_;
    std::vector<std::uint64_t> counts_;
    std::vector<std::uint64_t> first_primes_; // those within the largest diameter of the first one
    std::vector<std::uint64_t> last_primes_;  // those within the largest diameter of the last one
};

/// Counts the constellations of one or several patterns.
class PatternMeasure {
  public:
    using Tally = PatternCounts;

    /// Throws std::invalid_argument when there is no pattern.
    explicit PatternMeasure(std::vector<Pattern> patterns, InstructionSet set = instruction_set());

    [[nodiscard]] PatternCounts of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] PatternCounts of_primes(std::span<const std::uint64_t> primes) const;

  private:
    std::vector<Pattern> patterns_;
    std::vector<PatternSearch> searches_;
};

} // namespace primerank::tally
