#pragma once

#include "cli/command.hpp"
#include "numbers/interval.hpp"

#include <string>

namespace primerank::commands {

/// START and STOP as typed.
struct IntervalOptions {
    std::string start;
    std::string stop;

    /// Throws std::invalid_argument.
    [[nodiscard]] Interval interval() const;

    /// The same of an interval whose primes are not found one by one, up to 2^94.
    [[nodiscard]] Interval counted_interval() const;
};

/// Throws std::invalid_argument unless the primes of the interval can be found one by one: it ends
/// at proven_limit at the latest and, beyond 2^64, is no wider than that and begins at 2^42 or
/// above.
void require_enumerable(const Interval& interval);

void add_interval(cli::Command& command, IntervalOptions& options);

} // namespace primerank::commands
