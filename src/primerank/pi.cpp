#include "primerank/pi.hpp"

#include "pi/estimates.hpp"
#include "pi/pi_workload.hpp"
#include "pi/primes_between.hpp"
#include "primerank/internal/arguments.hpp"
#include "primerank/internal/run.hpp"

#include <cmath>
#include <stdexcept>

namespace primerank {
namespace {

/// So many primes are walked over one by one.
constexpr uint128 near = 100'000;

/// A place on the number line and the number of primes up to it.
struct Place {
    uint128 x = 0;
    uint128 primes = 0;
};

uint128 count_between(const Interval& interval, unsigned threads) {
    return internal::run(pi::PrimesBetween(interval), threads).of_size.front();
}

/// Goes where the n-th prime should be, counting what lies between, until it is near: each step's
/// error is about the square root of its length.
Place approach(uint128 n, Place place, unsigned threads) {
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
            place.primes += count_between({behind, behind + width}, threads);
            place.x += width;
        } else {
            place.primes -= count_between({behind - width, behind}, threads);
            place.x -= width;
        }
    }
}

} // namespace

uint128 prime_pi(uint128 x, unsigned threads) {
    const unsigned count = internal::thread_count(threads);
    const pi::PiWorkload workload(x, count);
    return workload.finish(internal::run(workload, count));
}

uint128 nth_prime(uint128 n, unsigned threads) {
    constexpr uint128 largest_n = uint128{1} << 94;
    if (n == 0) {
        throw std::invalid_argument("there is no prime number 0; the first is number 1");
    }
    if (n > largest_n) {
        throw std::invalid_argument("n is " + to_string(n)
                                    + ", but the n-th prime can be found for n up to 10^24 or so");
    }
    const uint128 guess = pi::nth_prime_estimate(n);
    const Place place =
        approach(n, {guess, prime_pi(guess, threads)}, internal::thread_count(threads));
    return pi::prime_near(place.x, static_cast<int128>(n) - static_cast<int128>(place.primes));
}

} // namespace primerank
