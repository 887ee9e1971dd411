#include "pi/nth_prime.hpp"

#include "pi/estimates.hpp"

#include <cmath>
#include <stdexcept>

namespace primerank::pi {

uint128 guess_nth_prime(uint128 n) {
    constexpr uint128 error =
        1'000'000'000'000'000; // sqrt(x) ln(x) / (8 pi) at most, if Riemann is right
    const uint128 guess = nth_prime_estimate(n);
    if (guess > proven_limit - error) {
        throw std::invalid_argument("prime number " + to_string(n) + " is larger than "
                                    + to_string(proven_limit)
                                    + ", up to where primes are found one by one");
    }
    return guess;
}

CountedPlace approach_nth_prime(uint128 n, CountedPlace place,
                                const std::function<uint128(const Interval&)>& count_between) {
    constexpr uint128 near = 100'000;
    for (;;) {
        const bool upwards = place.primes < n;
        const uint128 missing = upwards ? n - place.primes : place.primes - n;
        if (missing <= near) {
            return place;
        }
        const double gap = std::log(static_cast<double>(place.x));
        const auto width = static_cast<uint128>(static_cast<double>(missing) * gap);
        const uint128 behind = place.x + 1;
        if (upwards) {
            place.primes += count_between({behind, behind + width});
            place.x += width;
        } else {
            place.primes -= count_between({behind - width, behind});
            place.x -= width;
        }
    }
}

} // namespace primerank::pi
