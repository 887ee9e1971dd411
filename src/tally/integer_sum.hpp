#pragma once

#include "numbers/interval.hpp"
#include "tally/power_sum.hpp"

#include <cstddef>
#include <stop_token>

namespace primerank::tally {

/// The sum of n^power over the integers of an interval, as a workload: every piece by Faulhaber's
/// formula, so that however it is cut up it takes no time worth planning for.
class IntegerSum {
  public:
    using Tally = PowerSum;
    struct Worker {};

    IntegerSum(const Interval& interval, unsigned power) : interval_(interval), power_(power) {}

    [[nodiscard]] Interval axis() const { return interval_; }
    [[nodiscard]] double cost(const Interval& piece) const {
        return 1e-6 * static_cast<double>(piece.width()) / static_cast<double>(two_to_the_64);
    }
    [[nodiscard]] uint128 border(uint128 position) const { return position; }
    [[nodiscard]] Worker make_worker() const { return {}; }
    [[nodiscard]] Worker make_auditor() const { return {}; }
    [[nodiscard]] PowerSum work(const Interval& piece, Worker& /*worker*/,
                                const std::stop_token& /*give_up*/) const {
        return power_sum_of_integers(piece, power_);
    }
    [[nodiscard]] std::size_t memory(int /*threads*/) const { return 0; }
    [[nodiscard]] law::WideSum headline(const PowerSum& sum) const { return sum.value; }

  private:
    Interval interval_;
    unsigned power_;
};

} // namespace primerank::tally
