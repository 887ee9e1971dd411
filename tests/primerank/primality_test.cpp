#include "primerank/primality.hpp"

// The floor below, which these functions are of: both must declare the same.
#include "numbers/primality.hpp"
#include "primerank/uint128.hpp"

#include "catch.hpp"

#include <stdexcept>
#include <vector>

using namespace primerank;

TEST_CASE("primality is that of the floor of numbers") {
    CHECK(is_prime(18'446'744'073'709'551'557U));
    CHECK(is_prime(largest_stop + 13));
    CHECK(primality_limit == proven_limit);
    CHECK_THROWS_AS(is_prime(primality_limit), std::invalid_argument);
    CHECK_FALSE(is_prime(3'215'031'751)); // a strong pseudoprime to bases 2, 3, 5 and 7
    const std::vector<std::uint64_t> numbers = {0, 1, 2, 4, 97, 561};
    std::vector<std::uint8_t> verdicts(numbers.size());
    test_primality(numbers, verdicts);
    CHECK(verdicts == std::vector<std::uint8_t>{0, 0, 1, 0, 1, 0});
    CHECK_THROWS_AS(test_primality(numbers, std::span(verdicts).first(2)), std::invalid_argument);
}

TEST_CASE("neighbouring primes") {
    CHECK(next_prime(0) == 2);
    CHECK(next_prime(113) == 127);
    CHECK(next_prime(18'446'744'073'709'551'557U) == largest_stop + 13);
    CHECK(previous_prime(2) == std::nullopt);
    CHECK(previous_prime(largest_stop) == 18'446'744'073'709'551'557U);
    CHECK(previous_prime(largest_stop + 14) == largest_stop + 13);
    CHECK(next_prime(primality_limit - 169) == primality_limit - 168);
    CHECK_THROWS_AS(next_prime(primality_limit - 168), std::invalid_argument);
    CHECK_THROWS_AS(previous_prime(primality_limit + 1), std::invalid_argument);
}
