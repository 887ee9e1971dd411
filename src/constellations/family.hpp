#pragma once

#include "tally/pattern.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::constellations {

/// Patterns that are looked for together. One that contains another is not sieved for, but looked
/// for among the constellations of that other, by a test of the further members of each: there are
/// quadruplets in every quintuplet and sextuplet.
class Family {
  public:
    /// A pattern found among the constellations of a root: with first member m where the root's has
    /// m + shift.
    struct Derived {
        std::size_t kind; ///< index of the pattern
        std::uint64_t shift;
        std::vector<std::uint64_t> further; ///< its offsets that the root's members do not cover
    };

    /// A pattern that is sieved for.
    struct Root {
        std::size_t kind;
        std::vector<Derived> derived;
    };

    /// The patterns have two members or more. Throws std::invalid_argument when one has not, or
    /// when there is none.
    explicit Family(std::vector<tally::Pattern> patterns);

    [[nodiscard]] const std::vector<tally::Pattern>& patterns() const { return patterns_; }
    [[nodiscard]] const std::vector<Root>& roots() const { return roots_; }

  private:
    std::vector<tally::Pattern> patterns_;
    std::vector<Root> roots_;
};

} // namespace primerank::constellations
