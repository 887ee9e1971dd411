#include "pi/primes_between.hpp"

#include "numbers/origin.hpp"
#include "tally/segment_bits.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace primerank::pi {
namespace {

/// Numbers that are listed at a time.
constexpr std::uint64_t widest = std::uint64_t{1} << 27;

law::WideSum primes_of(const tally::Counts& counts) {
    return law::WideSum(counts.of_size.front());
}

} // namespace

PrimesBetween primes_between(const Interval& interval) {
    return {interval, tally::CountMeasure(1), sieve::Method::enumerate, primes_of,
            origin_of(interval)};
}

std::vector<uint128> list_primes(const Interval& interval) {
    const PrimesBetween between = primes_between(interval);
    const uint128 origin = origin_of(interval);
    sieve::Sieve sieve = between.make_worker();
    std::vector<uint128> primes;
    between.for_each_prime(interval, sieve,
                           [&](std::uint64_t prime) { primes.push_back(origin + prime); });
    return primes;
}

uint128 prime_near(uint128 x, int128 steps) {
    const bool upwards = steps > 0;
    auto left = static_cast<std::uint64_t>(upwards ? steps : 1 - steps);
    const double gap = std::log(static_cast<double>(x) + 2);
    Interval window = {x + 1, x + 1};
    for (;;) {
        const auto width = std::min<std::uint64_t>(
            widest, static_cast<std::uint64_t>(1.02 * gap * static_cast<double>(left)) + 3000);
        if (upwards) {
            window = {window.stop, window.stop + width};
        } else {
            window = {window.start > width ? window.start - width : 0, window.start};
        }
        const std::vector<uint128> primes = list_primes(window);
        if (left <= primes.size()) {
            return upwards ? primes[left - 1] : primes[primes.size() - left];
        }
        left -= primes.size();
        if (!upwards && window.start == 0) {
            throw std::out_of_range("there are not so many primes below");
        }
    }
}

} // namespace primerank::pi
