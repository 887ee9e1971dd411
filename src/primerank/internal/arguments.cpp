#include "primerank/internal/arguments.hpp"

#include "numbers/instruction_set.hpp"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace primerank::internal {

Interval interval_of(uint128 start, uint128 stop) {
    const Interval interval{start, stop};
    if (start > stop) {
        throw std::invalid_argument(to_string(interval) + " is no interval: it stops before it "
                                    + "starts");
    }
    if (stop > two_to_the_64) {
        throw std::invalid_argument(to_string(interval) + " goes beyond 2^64, the largest stop");
    }
    return interval;
}

unsigned thread_count(unsigned asked) {
    require_instruction_set();
    return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

} // namespace primerank::internal
