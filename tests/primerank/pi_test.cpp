#include "primerank/pi.hpp"

#include "primerank/awkward.hpp"

#include "catch.hpp"

#include <stdexcept>

using namespace primerank;

TEST_CASE("pi is as published") {
    for (const unsigned threads : thread_counts()) {
        CHECK(prime_pi(0, threads) == 0);
        CHECK(prime_pi(1, threads) == 0);
        CHECK(prime_pi(2, threads) == 1);
        CHECK(prime_pi(100, threads) == 25);
        CHECK(prime_pi(999'983, threads) == 78'498);
        CHECK(prime_pi(1'000'000'000'000, threads) == 37'607'912'018);
        CHECK(prime_pi(100'000'000'000'000, threads) == 3'204'941'750'802);
    }
}

TEST_CASE("the n-th prime is as published") {
    for (const unsigned threads : thread_counts()) {
        CHECK(nth_prime(1, threads) == 2);
        CHECK(nth_prime(2, threads) == 3);
        CHECK(nth_prime(25, threads) == 97);
        CHECK(nth_prime(1'000'000'000, threads) == 22'801'763'489);
        CHECK(nth_prime(1'000'000'000'000, threads) == 29'996'224'275'833);
    }
}

TEST_CASE("what lies outside the ranges is refused") {
    CHECK_THROWS_AS(prime_pi(uint128{1} << 100), std::invalid_argument);
    CHECK_THROWS_AS(nth_prime(0), std::invalid_argument);
    CHECK_THROWS_AS(nth_prime(uint128{1} << 93), std::invalid_argument);
    CHECK_THROWS_AS(nth_prime(uint128{1} << 100), std::invalid_argument);
}
