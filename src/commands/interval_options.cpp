#include "commands/interval_options.hpp"

#include "numbers/bound.hpp"
#include "numbers/origin.hpp"
#include "sieve/sieve.hpp"

#include <fmt/core.h>
#include <stdexcept>

namespace primerank::commands {

Interval IntervalOptions::interval() const {
    const Interval interval = parse_interval(start, stop, proven_limit);
    require_enumerable(interval);
    return interval;
}

Interval IntervalOptions::counted_interval() const {
    return parse_interval(start, stop, uint128{1} << 94);
}

void require_enumerable(const Interval& interval) {
    if (interval.stop <= two_to_the_64) {
        return;
    }
    if (interval.stop > proven_limit) {
        throw std::invalid_argument(fmt::format("STOP is {}; primes are found one by one up to {}",
                                                to_string(interval.stop), to_string(proven_limit)));
    }
    if (interval.stop - origin_of(interval) > two_to_the_64) {
        throw std::invalid_argument(fmt::format("{} is wider than 2^64: too wide to find primes "
                                                "one by one",
                                                to_string(interval)));
    }
    if (interval.start < sieve::least_beyond) {
        throw std::invalid_argument(fmt::format("START is {} and STOP {}; an interval that ends "
                                                "beyond 2^64 begins at 2^42 or above",
                                                to_string(interval.start),
                                                to_string(interval.stop)));
    }
}

void add_interval(cli::Command& command, IntervalOptions& options) {
    command.add_argument("START", options.start, "First integer of the interval").required();
    command.add_argument("STOP", options.stop, "Integer after its last, or +WIDTH").required();
}

} // namespace primerank::commands
