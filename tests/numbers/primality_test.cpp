#include "numbers/primality.hpp"

#include <catch2/catch.hpp>
#include <flint/ulong_extras.h>

#include <vector>

using namespace primerank;

TEST_CASE("Every number up to a million", "[primality]") {
    std::vector<std::uint64_t> numbers(1'000'000);
    std::vector<std::uint8_t> verdicts(numbers.size());
    for (std::size_t n = 0; n < numbers.size(); ++n) {
        numbers[n] = n;
    }
    test_primality(numbers, verdicts);
    std::size_t wrong = 0;
    for (std::size_t n = 0; n < numbers.size(); ++n) {
        const bool expected = n_is_prime(n) != 0;
        wrong += is_prime(n) != expected;
        wrong += (verdicts[n] != 0) != expected;
    }
    CHECK(wrong == 0);
}

TEST_CASE("Neighbouring primes", "[primality]") {
    CHECK(next_prime(0) == 2);
    CHECK(next_prime(1) == 2);
    CHECK(next_prime(2) == 3);
    CHECK(next_prime(3) == 5);
    CHECK(next_prime(largest_64_bit_prime - 1) == largest_64_bit_prime);
    CHECK(next_prime(largest_64_bit_prime) == smallest_65_bit_prime);
    CHECK(next_prime(~std::uint64_t{0}) == smallest_65_bit_prime);
    CHECK_FALSE(previous_prime(0).has_value());
    CHECK_FALSE(previous_prime(2).has_value());
    CHECK(previous_prime(3) == 2U);
    CHECK(previous_prime(4) == 3U);
    CHECK(previous_prime(two_to_the_64) == largest_64_bit_prime);
    CHECK_THROWS_AS(previous_prime(two_to_the_64 + 1), std::invalid_argument);
}
