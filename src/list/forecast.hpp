#pragma once

#include "list/rendering.hpp"
#include "numbers/interval.hpp"
#include "tally/pattern.hpp"

#include <functional>

namespace primerank::list {

/// What a list is expected to come to, before it is made, by Hardy and Littlewood's constant (see
/// tally/pattern.hpp); for primes, k = C = 1. Exact to a percent or two where there are many.
class Forecast {
  public:
    /// Seconds of one thread to find the numbers.
    using FindCost = std::function<double(const Interval&)>;

    /// level: of zstd, for the compact format.
    Forecast(const tally::Pattern& pattern, FindCost find_cost, Format format, int level);

    [[nodiscard]] double count(const Interval& interval) const;

    /// Bytes of the list.
    [[nodiscard]] double bytes(const Interval& interval) const;

    /// Seconds of one thread to find the numbers and put them into cells; writing not included.
    [[nodiscard]] double cost(const Interval& interval) const;

    /// Bytes that the cells take in memory until they are written.
    [[nodiscard]] double held_bytes(const Interval& interval) const;

  private:
    template <class Value>
    [[nodiscard]] double integral(const Interval& interval, const Value& value) const;

    [[nodiscard]] double gap_bytes(double n) const;

    double members_;  ///< k
    double constant_; ///< C
    FindCost find_cost_;
    Format format_;
    int level_;
};

} // namespace primerank::list
