#include "constellations/tapes.hpp"

#include "constellations/random_patterns.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>

using namespace primerank;
using namespace primerank::constellations;

TEST_CASE("A tape has a 0 where its prime divides a member", "[constellations][tapes]") {
    std::mt19937_64 random(test_seed());
    const std::vector<std::uint32_t> primes = {11, 13, 17, 101, 997, 4093, 8191};
    for (int round = 0; round < 20; ++round) {
        const tally::Pattern pattern = random_pattern(2 + random() % 5, 100, random);
        const std::uint64_t modulus = 210;
        const Tapes tapes(pattern, modulus, primes);
        const uint128 n = random() >> random() % 60;
        const std::uint64_t distance = random() >> 20;
        const auto here = tapes.line_through(n);
        const auto there = tapes.line_through(n + distance);
        const auto moved = tapes.moved_by(distance);
        REQUIRE(tapes.size() == primes.size());
        for (std::size_t tape = 0; tape < primes.size(); ++tape) {
            const std::uint32_t p = primes[tape];
            CAPTURE(to_string(pattern), to_string(n), p);
            for (std::uint32_t i = 0; i < 600; ++i) {
                const uint128 member = n + uint128{modulus} * i;
                const bool struck =
                    std::any_of(pattern.offsets().begin(), pattern.offsets().end(),
                                [&](std::uint64_t offset) { return (member + offset) % p == 0; });
                const std::uint8_t byte = tapes.data()[here[tape] + i / 8];
                REQUIRE((byte >> i % 8 & 1) == (struck ? 0 : 1));
            }
            const std::uint32_t begin = tapes.ends()[tape] - p;
            CHECK(begin + (here[tape] - begin + moved[tape]) % p == there[tape]);
        }
    }
}

TEST_CASE("Subsets of tapes are all of them, in order", "[constellations][tapes]") {
    const std::vector<std::uint32_t> primes(sieving_primes().begin() + 4,
                                            sieving_primes().begin() + 400);
    const Tapes tapes(tally::parse_pattern("0,2"), 210, primes);
    const std::vector<std::size_t>& subsets = tapes.subsets();
    CHECK(subsets.front() == 0);
    CHECK(subsets.back() == primes.size());
    CHECK(std::is_sorted(subsets.begin(), subsets.end()));
    CHECK(std::adjacent_find(subsets.begin(), subsets.end()) == subsets.end());
    CHECK(Tapes(tally::parse_pattern("0,2"), 210, {}).subsets().size() < 2);
}
