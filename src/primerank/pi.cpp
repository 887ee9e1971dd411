#include "primerank/pi.hpp"

#include "pi/estimates.hpp"
#include "pi/nth_prime.hpp"
#include "pi/pi_workload.hpp"
#include "pi/primes_between.hpp"
#include "primerank/internal/arguments.hpp"
#include "primerank/internal/run.hpp"

#include <stdexcept>

namespace primerank {
uint128 prime_pi(uint128 x, unsigned threads) {
    const unsigned count = internal::thread_count(threads);
    const pi::PiWorkload workload(x, count);
    return workload.finish(internal::run(workload, count));
}

uint128 nth_prime(uint128 n, unsigned threads) {
    if (n == 0) {
        throw std::invalid_argument("there is no prime number 0; the first is number 1");
    }
    const unsigned count = internal::thread_count(threads);
    const uint128 guess = pi::guess_nth_prime(n);
    const pi::CountedPlace place =
        pi::approach_nth_prime(n, {guess, prime_pi(guess, threads)}, [&](const Interval& between) {
            return internal::run(pi::primes_between(between), count).of_size.front();
        });
    return pi::prime_near(place.x, static_cast<int128>(n) - static_cast<int128>(place.primes));
}

} // namespace primerank
