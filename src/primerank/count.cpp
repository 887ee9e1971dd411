#include "primerank/count.hpp"

#include "pi/cost_model.hpp"
#include "primerank/internal/arguments.hpp"
#include "primerank/internal/count_patterns.hpp"
#include "primerank/internal/run.hpp"
#include "primerank/pi.hpp"
#include "tally/densest.hpp"
#include "tally/enumeration.hpp"
#include "tally/prime_count.hpp"

#include <stdexcept>
#include <string>

namespace primerank {
namespace {

using internal::interval_of;
using internal::thread_count;

std::uint64_t count_by_enumeration(const Interval& interval, unsigned threads) {
    const tally::Enumeration workload(
        interval, tally::PrimeCountMeasure(), sieve::Method::enumerate,
        [](const tally::PrimeCount& count) { return law::WideSum(count.primes); });
    return internal::run(workload, threads).primes;
}

} // namespace

std::uint64_t count_primes(uint128 start, uint128 stop, unsigned threads) {
    const Interval interval = interval_of(start, stop);
    if (pi::counts_faster(interval)) {
        return static_cast<std::uint64_t>(prime_pi(last_below(stop), threads)
                                          - prime_pi(last_below(start), threads));
    }
    return count_by_enumeration(interval, thread_count(threads));
}

std::uint64_t count_tuplets(unsigned k, uint128 start, uint128 stop, unsigned threads) {
    if (k < 1 || k > tally::largest_named_tuplet) {
        throw std::invalid_argument("tuplets of " + std::to_string(k)
                                    + " primes are not counted; legal are 1 to "
                                    + std::to_string(tally::largest_named_tuplet));
    }
    const Interval interval = interval_of(start, stop);
    return k == 1 ? count_primes(start, stop, threads)
                  : internal::count_patterns(tally::densest_patterns(k), interval,
                                             thread_count(threads));
}

} // namespace primerank
