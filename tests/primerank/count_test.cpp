#include "primerank/count.hpp"

#include "primerank/awkward.hpp"
#include "tally/reference_sieve.hpp"

#include "catch.hpp"

#include <stdexcept>

using namespace primerank;

namespace {

constexpr uint128 billion = 1'000'000'000;

} // namespace

TEST_CASE("primes of any interval are counted") {
    for (const Bounds& bounds : awkward_intervals()) {
        INFO(to_string(bounds.start) << " to " << to_string(bounds.stop));
        const auto primes = reference::primes_in({bounds.start, bounds.stop});
        for (const unsigned threads : thread_counts()) {
            CHECK(count_primes(bounds.start, bounds.stop, threads) == primes.size());
            CHECK(count_tuplets(1, bounds.start, bounds.stop, threads) == primes.size());
        }
    }
}

TEST_CASE("long intervals have as many primes as is published") {
    for (const unsigned threads : thread_counts()) {
        CHECK(count_primes(0, billion, threads) == 50'847'534);
        // By two values of pi: pi(10^14) - pi(10^13) of OEIS A006880.
        CHECK(count_primes(10'000 * billion, 100'000 * billion, threads)
              == 3'204'941'750'802 - 346'065'536'839);
    }
}

TEST_CASE("tuplets below 10^8 are as many as is published") {
    // OEIS A007508, A050258 and others count first members up to 10^8.
    for (const unsigned threads : thread_counts()) {
        CHECK(count_tuplets(2, 0, 100'000'000 + 3, threads) == 440'312);
        CHECK(count_tuplets(3, 0, 100'000'000 + 7, threads) == 55'600 + 55'556);
        CHECK(count_tuplets(4, 0, 100'000'000 + 9, threads) == 4'768);
    }
}

TEST_CASE("tuplets that begin with 3 or 5, or end at a border") {
    CHECK(count_tuplets(2, 0, 8) == 2);
    CHECK(count_tuplets(2, 3, 8) == 2);
    CHECK(count_tuplets(2, 4, 8) == 1);
    CHECK(count_tuplets(2, 4, 7) == 0);
    CHECK(count_tuplets(5, 0, 24) == 3); // from 5, 7 and 11
    CHECK(count_tuplets(6, 7, 24) == 1);
    CHECK(count_tuplets(6, 7, 23) == 0);
    CHECK(count_tuplets(10, 0, 1000) == 1); // 11 to 43
    CHECK(count_tuplets(2, largest_stop, largest_stop) == 0);
}

TEST_CASE("what cannot be counted is refused") {
    CHECK_THROWS_AS(count_primes(10, 5), std::invalid_argument);
    CHECK_THROWS_AS(count_primes(0, largest_stop + 1), std::invalid_argument);
    CHECK_THROWS_AS(count_tuplets(0, 0, 10), std::invalid_argument);
    CHECK_THROWS_AS(count_tuplets(11, 0, 10), std::invalid_argument);
    CHECK_THROWS_AS(count_tuplets(2, 10, 5), std::invalid_argument);
}
