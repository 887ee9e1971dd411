#pragma once

#include "constellations/family.hpp"
#include "constellations/plan.hpp"
#include "numbers/interval.hpp"

#include <array>
#include <atomic>
#include <vector>

namespace primerank::constellations {

/// Seconds that a search takes on one thread of a common core, whatever the instruction set here:
/// who chooses a method by it chooses alike on all nodes. May be asked by several threads.
class SearchCost {
  public:
    explicit SearchCost(const Family& family);

    [[nodiscard]] double operator()(const Interval& piece) const;

  private:
    /// For 2^width integers near 2^height; found once and kept.
    [[nodiscard]] double at_powers_of_two(unsigned width, unsigned height) const;

    static constexpr unsigned powers = 66;

    std::vector<Planner> planners_; // one a root
    mutable std::array<std::array<std::atomic<double>, powers>, powers> known_{};
};

} // namespace primerank::constellations
