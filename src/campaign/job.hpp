#pragma once

#include "numbers/interval.hpp"

#include <string>
#include <vector>

namespace primerank::campaign {

/// One stretch of a campaign by one layout: what is kept of rounds once they are folded.
struct Job {
    Interval interval;
    double seconds = 0;
    double cost = 0; ///< what the workload expected its part to cost
    int ranks = 0;
    int threads = 0; ///< of all ranks
    std::vector<std::string> hosts;
    std::string started; ///< UTC, ISO 8601
};

} // namespace primerank::campaign
