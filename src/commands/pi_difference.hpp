#pragma once

#include "commands/tables_forecast.hpp"
#include "law/sequence.hpp"
#include "pi/pi_workload.hpp"

namespace primerank::commands {

/// pi(stop - 1) - pi(start - 1), the primes of an interval: the two of them end to end as one
/// campaign.
using PiDifference = law::Sequence<pi::PiWorkload, pi::PiWorkload>;

/// Throws as pi::PiWorkload does.
inline PiDifference pi_difference(const Interval& interval, const pi::Builders& builders) {
    return {pi::PiWorkload(last_below(interval.start), builders),
            pi::PiWorkload(last_below(interval.stop), builders)};
}

inline TablesForecast forecast_pi_difference(const Interval& interval) {
    return tables_forecast(last_below(interval.start)) + tables_forecast(last_below(interval.stop));
}

/// From the tally of the whole axis. Throws std::logic_error when that cannot be one.
inline uint128 primes_from(const PiDifference& both, const PiDifference::Tally& tally) {
    return both.second().finish(tally.second) - both.first().finish(tally.first);
}

} // namespace primerank::commands
