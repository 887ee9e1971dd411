#include "oracle.hpp"
#include "sieve/sieve.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>

using namespace primerank;
using namespace primerank::sieve;

namespace {

std::vector<std::uint64_t> found_primes(Sieve& sieve, const Interval& interval) {
    std::vector<std::uint64_t> primes;
    sieve.run(interval, [&](const Segment& segment) { append_primes(segment, primes); });
    return primes;
}

} // namespace

TEST_CASE("The sieve agrees with libprimesieve from 0 on", "[sieve]") {
    Sieve sieve(std::make_shared<SievingPrimesCache>());
    for (std::uint64_t start = 0; start <= 31; ++start) {
        for (std::uint64_t stop = start; stop <= 62; ++stop) {
            const Interval interval{start, stop};
            INFO(to_string(interval));
            CHECK(found_primes(sieve, interval) == expected_primes(interval));
        }
    }
    const Interval interval{0, 3'000'000};
    CHECK(found_primes(sieve, interval) == expected_primes(interval));
}

TEST_CASE("An abandoned sieve is as good as before", "[sieve]") {
    Sieve sieve(std::make_shared<SievingPrimesCache>());
    const Interval interval{10'000'000, 14'000'000};
    CHECK_THROWS_AS(sieve.run(interval, [](const Segment&) { throw std::runtime_error("stop"); }),
                    std::runtime_error);
    CHECK(found_primes(sieve, interval) == expected_primes(interval));
    CHECK_THROWS_AS(sieve.run({0, two_to_the_64 + 1}, [](const Segment&) {}),
                    std::invalid_argument);
}
