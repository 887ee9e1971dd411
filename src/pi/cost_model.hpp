#pragma once

#include "numbers/interval.hpp"
#include "pi/easy_leaves.hpp"
#include "pi/tables.hpp"

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// Seconds from the beginning of an axis up to a position: linear between points.
class CostCurve {
  public:
    /// The seconds between the last point and this one, which lies behind it.
    void append(std::uint64_t position, double seconds);

    [[nodiscard]] double up_to(std::uint64_t position) const;

  private:
    std::vector<std::uint64_t> positions_ = {0};
    std::vector<double> seconds_ = {0};
};

/// What the terms cost on one thread of a common core, from how dense the leaves, the multiples to
/// strike and the points of B lie: sums over primes become integrals over samples of primes, and
/// the seconds of each kind of step are measured ones.
///
/// Of the hard leaves with n < n_end as b ascends from k on; and with begin <= n < end as n
/// ascends, with the points of B.
CostCurve cost_of_dense_leaves(const Tables& tables, std::uint64_t n_end);
CostCurve cost_of_hard_leaves(const Tables& tables, std::uint64_t begin, std::uint64_t end);
CostCurve cost_of_easy_leaves(const Tables& tables, const EasyLeaves& easy);
CostCurve cost_of_ordinary_leaves(std::uint64_t end);

/// What all of pi(x) takes on one thread of such a core, from x alone: for forecasts and the choice
/// of a method before any table is built. Within a third of the sum of the curves. alpha: as in
/// Options; less than the default takes longer.
double seconds_forecast(uint128 x, double alpha = 0);

/// Whether the primes of an interval should be counted as pi(stop - 1) - pi(start - 1), or by class
/// with so many times the work: enumerating them would take one core more than ten seconds, and
/// longer than that. Depends on the arguments alone, for what all ranks must decide alike.
bool counts_faster(const Interval& interval, double times = 1);

} // namespace primerank::pi
