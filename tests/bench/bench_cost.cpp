// What the cost model says against what the clock says, for both methods at many heights and
// widths, with sieving primes at hand and one thread: the table that its constants come from.
#include "numbers/origin.hpp"
#include "sieve/sieve.hpp"

#include <cmath>
#include <cstdio>
#include <ctime>

using namespace primerank;
using namespace primerank::sieve;

namespace {

/// The least of three runs, in seconds.
double measured(Sieve& sieve, const Interval& interval) {
    double least = 1e9;
    for (int i = 0; i < 3; ++i) {
        // Processor time, so that others on the machine disturb little; calls too short for its
        // clock are repeated.
        const std::clock_t begin = std::clock();
        std::clock_t end = begin;
        int calls = 0;
        for (; end - begin < CLOCKS_PER_SEC / 1000; ++calls) {
            sieve.run(interval, [](const Segment&) {});
            end = std::clock();
        }
        least = std::min(least, static_cast<double>(end - begin) / CLOCKS_PER_SEC / calls);
    }
    return least;
}

} // namespace

int main() {
    const auto primes = std::make_shared<SievingPrimesCache>();
    std::printf("%8s %8s %12s %12s %7s %12s %12s %7s\n", "start", "width", "sieve s", "model s",
                "ratio", "test s", "model s", "ratio");
    for (const int height : {0, 8, 10, 12, 14, 16, 17, 18, 19, 20, 21}) {
        const double start = height == 0 ? 0 : std::pow(10.0, height);
        const auto first = static_cast<uint128>(start);
        const SieveOptions options = {.origin = origin_of({first, first + 1})};
        Sieve full(primes, Method::sieve, options);
        Sieve limited(primes, Method::test, options);
        for (double width = 1e3; width <= 3e9; width *= 10) {
            const Interval interval{first, first + static_cast<uint128>(width)};
            const double sieved = measured(full, interval);
            const double sieve_model = cost(interval, Method::sieve);
            std::printf("%8.0e %8.0e %12.6f %12.6f %7.2f", start, width, sieved, sieve_model,
                        sieve_model / sieved);
            if (width <= 1e8) {
                const double tested = measured(limited, interval);
                const double test_model = cost(interval, Method::test);
                std::printf(" %12.6f %12.6f %7.2f", tested, test_model, test_model / tested);
            }
            std::printf("\n");
            std::fflush(stdout);
        }
    }
    return 0;
}
