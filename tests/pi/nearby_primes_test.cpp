#include "law/workload.hpp"
#include "numbers/primality.hpp"
#include "pi/nth_prime.hpp"
#include "pi/primes_between.hpp"
#include "pi/small_primes.hpp"

#include "catch.hpp"

#include <flint/fmpz.h>

#include <random>

using namespace primerank;
using namespace primerank::pi;

static_assert(law::Workload<PrimesBetween>);

namespace {

bool is_prime_by_flint(uint128 n) {
    fmpz_t number;
    fmpz_init(number);
    fmpz_set_uiui(number, static_cast<std::uint64_t>(n >> 64), static_cast<std::uint64_t>(n));
    const bool prime = fmpz_is_prime(number) == 1;
    fmpz_clear(number);
    return prime;
}

std::vector<uint128> primes_by_flint(const Interval& interval) {
    std::vector<uint128> primes;
    for (uint128 n = interval.start; n < interval.stop; ++n) {
        if (is_prime_by_flint(n)) {
            primes.push_back(n);
        }
    }
    return primes;
}

} // namespace

TEST_CASE("Short intervals hold their primes and nothing else") {
    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 60; ++round) {
        const uint128 height = uint128{random()} << random() % 17;
        const uint128 start = height >> random() % 63;
        const Interval interval{start, start + random() % 3000};
        INFO(to_string(interval));
        const bool can_be_sieved = interval.stop <= two_to_the_64 || start >= sieve::least_beyond;
        REQUIRE(can_be_sieved);
        const std::vector<uint128> primes = primes_by_flint(interval);
        REQUIRE((list_primes(interval) == primes));
        const PrimesBetween workload = primes_between(interval);
        PrimesBetween::Worker worker = workload.make_worker();
        REQUIRE(workload.work(interval, worker).of_size.front() == primes.size());
    }
}

TEST_CASE("An interval may straddle 2^64") {
    const Interval interval{two_to_the_64 - 1000, two_to_the_64 + 3000};
    const std::vector<uint128> primes = primes_by_flint(interval);
    const PrimesBetween workload = primes_between(interval);
    PrimesBetween::Worker worker = workload.make_worker();
    CHECK(workload.work(interval, worker).of_size.front() == primes.size());
    CHECK((list_primes(interval) == primes));
}

TEST_CASE("Prime numbers that are too large to be found are refused") {
    CHECK_NOTHROW(guess_nth_prime(uint128{10'000'000'000'000'000'000ULL} * 1000));
    CHECK_THROWS_AS(guess_nth_prime(uint128{10'000'000'000'000'000'000ULL} * 100'000),
                    std::invalid_argument);
}

TEST_CASE("Primes near a number are found upwards and downwards") {
    const std::vector<std::uint32_t> primes = small_primes(3000); // primes[b] = p_b
    for (std::uint64_t x = 0; x < 60; ++x) {
        const auto up_to_x =
            std::upper_bound(primes.begin() + 1, primes.end(), x) - primes.begin() - 1;
        for (std::int64_t steps = 1 - up_to_x; steps < 300; ++steps) {
            INFO("x = " << x << ", steps = " << steps);
            REQUIRE((prime_near(x, steps) == primes[static_cast<std::size_t>(up_to_x + steps)]));
        }
        CHECK_THROWS_AS(prime_near(x, -up_to_x), std::out_of_range);
    }
    CHECK((prime_near(two_to_the_64 - 59, 0) == two_to_the_64 - 59));
    CHECK((prime_near(two_to_the_64 - 59, 1) == two_to_the_64 + 13));
}
