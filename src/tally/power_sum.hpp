#pragma once

#include "law/wide_sum.hpp"
#include "numbers/instruction_set.hpp"
#include "numbers/interval.hpp"
#include "tally/measure.hpp"
#include "tally/power_kernel.hpp"

#include <cstdint>
#include <span>

namespace primerank::tally {

/// A sum of equal powers of the primes, or of the integers, of an interval.
struct PowerSum {
    law::WideSum value;

    void combine(const PowerSum& right) { value += right.value; }

    friend bool operator==(const PowerSum&, const PowerSum&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& value;
    }
};

/// Sums p^K over the primes, exactly.
class PowerSumMeasure {
  public:
    using Tally = PowerSum;

    /// Throws std::invalid_argument unless power <= largest_power.
    explicit PowerSumMeasure(unsigned power, InstructionSet set = instruction_set());

    [[nodiscard]] PowerSum of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] PowerSum of_primes(std::span<const std::uint64_t> primes) const;

  private:
    unsigned power_;
    InstructionSet set_;
};

/// The sum of n^power over the integers n of the interval, exactly and at once.
/// Throws std::invalid_argument unless power <= largest_power and interval.stop <= 2^64.
PowerSum power_sum_of_integers(const Interval& interval, unsigned power);

} // namespace primerank::tally
