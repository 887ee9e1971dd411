#pragma once

#include "numbers/instruction_set.hpp"
#include "sieve/segment.hpp"
#include "tally/pattern.hpp"

#include <cstdint>
#include <vector>

namespace primerank::tally {

/// Finds the constellations of one pattern that lie inside a segment, many at a time.
class PatternSearch {
  public:
    explicit PatternSearch(const Pattern& pattern, InstructionSet set = instruction_set());

    [[nodiscard]] std::uint64_t count(const sieve::Segment& segment) const;

    /// The first members, ascending.
    [[nodiscard]] std::vector<std::uint64_t> first_members(const sieve::Segment& segment) const;

    /// A member of a constellation whose first member stands in byte k of a segment: bit `bit` of
    /// byte k + byte.
    struct Member {
        std::uint8_t byte;
        std::uint8_t bit;
    };

    /// Where the members stand when the first member's bit is `bit`.
    struct Track {
        std::uint8_t bit;
        std::vector<Member> members;
    };

  private:
    std::vector<Track> tracks_;
    InstructionSet set_;
};

} // namespace primerank::tally
