#pragma once

#include "numbers/interval.hpp"

namespace primerank::internal {

/// [start, stop). Throws std::invalid_argument when start > stop or stop > 2^64.
Interval interval_of(uint128 start, uint128 stop);

/// The number of threads that 0 or more mean. Throws std::invalid_argument when the environment
/// asks for instructions that this processor does not have, before any thread runs into them.
unsigned thread_count(unsigned asked);

} // namespace primerank::internal
