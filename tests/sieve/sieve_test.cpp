#include "oracle.hpp"
#include "sieve/sieve.hpp"

#include "catch.hpp"

#include <stdexcept>

using namespace primerank;
using namespace primerank::sieve;

namespace {

std::vector<std::uint64_t> found_primes(Sieve& sieve, const Interval& interval) {
    std::vector<std::uint64_t> primes;
    sieve.run(interval, [&](const Segment& segment) { append_primes(segment, primes); });
    return primes;
}

std::uint64_t count(Sieve& sieve, const Interval& interval) {
    std::uint64_t sum = 0;
    sieve.run(interval, [&](const Segment& segment) {
        for (const std::uint8_t byte : segment.bytes) {
            sum += static_cast<unsigned>(__builtin_popcount(byte));
        }
    });
    return sum;
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

TEST_CASE("Any split of an interval gives the same primes", "[sieve]") {
    const auto cache = std::make_shared<SievingPrimesCache>();
    const Interval whole{1'000'000'000'000, 1'000'000'000'000 + 30'000'001};
    Sieve sieve(cache, Method::sieve);
    const std::vector<std::uint64_t> expected = found_primes(sieve, whole);
    for (const std::uint64_t parts : {2U, 7U, 30U}) {
        std::vector<std::uint64_t> joined;
        for (std::uint64_t i = 0; i < parts; ++i) {
            const auto primes = found_primes(sieve, even_part(whole, i, parts));
            joined.insert(joined.end(), primes.begin(), primes.end());
        }
        const bool same = joined == expected;
        CHECK(same);
    }
}

TEST_CASE("One sieve serves intervals far apart", "[sieve]") {
    Sieve sieve(std::make_shared<SievingPrimesCache>());
    for (const std::uint64_t start :
         {10'000'000'000'000'000ULL, 0ULL, 1'000'000'000'000ULL, 5ULL, 10'000'000'100'000'000ULL}) {
        const Interval interval{start, start + 2'000'000};
        INFO(to_string(interval));
        const bool same = found_primes(sieve, interval) == expected_primes(interval);
        CHECK(same);
    }
}

TEST_CASE("Two levels of large primes find what one does", "[sieve]") {
    // More than 256 segments above (2 10^8)^2; counts only, for there are millions of primes.
    const Interval interval{41'000'000'000'000'000, 41'000'000'000'000'000 + 270'000'000};
    const std::uint64_t expected = primesieve::count_primes(
        static_cast<std::uint64_t>(interval.start), static_cast<std::uint64_t>(interval.stop - 1));
    const auto cache = std::make_shared<SievingPrimesCache>();
    Sieve sieve(cache, Method::sieve);
    CHECK(count(sieve, interval) == expected);
    CHECK(cache->limit() < 200'000'000); // the large ones were not kept the first time
    CHECK(count(sieve, interval) == expected);
    CHECK(cache->limit() > 200'000'000);
}

TEST_CASE("A first window does without most sieving primes, and a second keeps them", "[sieve]") {
    const Interval interval{1'000'000'000'000'000'000, 1'000'000'000'005'000'000};
    const auto cache = std::make_shared<SievingPrimesCache>();
    Sieve sieve(cache, Method::sieve);
    const std::vector<std::uint64_t> expected = expected_primes(interval);
    CHECK(found_primes(sieve, interval) == expected);
    CHECK(cache->limit() < 1'000'000);
    CHECK(found_primes(sieve, interval) == expected);
    CHECK(cache->limit() >= 1'000'000'000);
}

TEST_CASE("Options outside their range are refused", "[sieve]") {
    const auto cache = std::make_shared<SievingPrimesCache>();
    for (const std::size_t bytes : {0U, 512U, 1000U, 3072U, 65536U}) {
        SieveOptions options;
        options.segment_bytes = bytes;
        CHECK_THROWS_AS(Sieve(cache, Method::sieve, options), std::invalid_argument);
    }
}
