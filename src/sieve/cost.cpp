#include "sieve/cost.hpp"

#include "numbers/roots.hpp"
#include "sieve/sieving_primes.hpp"

#include <algorithm>
#include <cmath>

namespace primerank::sieve {

double cost(const Interval& interval, Method /*method*/) {
    const auto width = static_cast<double>(interval.width());
    const double height = static_cast<double>(interval.stop) + 100;
    return 1e-6 + width * 5e-11 * std::log(std::log(height)) + 1e-9 * std::sqrt(height) / 20;
}

Method resolve(Method method, const Interval& interval) {
    if (method != Method::enumerate) {
        return method;
    }
    return static_cast<double>(interval.width())
                   < 0.03 * std::sqrt(static_cast<double>(interval.stop))
               ? Method::test
               : Method::sieve;
}

MemoryForecast memory_forecast(uint128 stop, uint128 /*piece_width*/, Method /*method*/) {
    const std::uint64_t root = stop == 0 ? 0 : integer_sqrt(stop - 1);
    return {SievingPrimes::allocation_bytes(root), std::size_t{1} << 20};
}

} // namespace primerank::sieve
