#include "constellations/pattern_sieve.hpp"

#include "constellations/random_patterns.hpp"
#include "constellations/residues.hpp"
#include "instruction_sets.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace primerank;
using namespace primerank::constellations;

namespace {

std::vector<std::uint64_t> sieved(const tally::Pattern& pattern, const Plan& plan,
                                  const Interval& first, InstructionSet set) {
    std::vector<std::uint64_t> found;
    PatternSieve sieve(pattern, plan, set);
    sieve.run(first, [&](std::span<const std::uint64_t> first_members) {
        found.insert(found.end(), first_members.begin(), first_members.end());
    });
    std::sort(found.begin(), found.end());
    return found;
}

Plan random_plan(std::mt19937_64& random) {
    Plan plan;
    const std::vector<std::uint32_t>& primes = sieving_primes();
    const std::size_t of_modulus = 3 + random() % 5;
    plan.modulus_primes.assign(primes.begin(),
                               primes.begin() + static_cast<std::ptrdiff_t>(of_modulus));
    plan.depth = std::max<std::uint32_t>(plan.modulus_primes.back(),
                                         primes[random() % (random() % 2 == 0 ? 20 : 200)]);
    return plan;
}

/// First members below 2^64 less the diameter.
Interval within_reach(Interval first, const tally::Pattern& pattern) {
    first.stop = std::min(first.stop, two_to_the_64 - pattern.diameter());
    first.start = std::min(first.start, first.stop);
    return first;
}

} // namespace

TEST_CASE("Any modulus and depth finds what testing every number finds",
          "[constellations][pattern_sieve]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 60 * test_scale(); ++round) {
        const tally::Pattern pattern = random_pattern(2 + random() % 4, 60, random);
        const Interval first = within_reach(random_interval(40'000, random), pattern);
        const Plan plan = random_plan(random);
        const auto expected = first_members_one_by_one(pattern, first);
        for (const InstructionSet set : instruction_sets()) {
            CAPTURE(to_string(pattern), to_string(first), plan.modulus(), plan.depth, name(set));
            REQUIRE(sieved(pattern, plan, first, set) == expected);
        }
    }
}

TEST_CASE("A sieve goes from one interval to any other", "[constellations][pattern_sieve]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const tally::Pattern pattern = tally::parse_pattern("0,2,6");
    Plan plan;
    plan.modulus_primes = {2, 3, 5, 7};
    plan.depth = 97;
    PatternSieve sieve(pattern, plan);
    for (int round = 0; round < 30; ++round) {
        const Interval first =
            within_reach(random_interval(random() % 2 == 0 ? 300 : 200'000, random), pattern);
        std::vector<std::uint64_t> found;
        sieve.run(first, [&](std::span<const std::uint64_t> first_members) {
            found.insert(found.end(), first_members.begin(), first_members.end());
        });
        std::sort(found.begin(), found.end());
        CAPTURE(to_string(first));
        REQUIRE(found == first_members_one_by_one(pattern, first));
    }
}

TEST_CASE("Lines longer than a segment are sieved in parts", "[constellations][pattern_sieve]") {
    // With M = 30 a line has a bit for 30 numbers, and 10^7 of them make it 42 KB long.
    Plan plan;
    plan.modulus_primes = {2, 3, 5};
    plan.depth = 211;
    const tally::Pattern pattern = tally::parse_pattern("0,2,6,8");
    const Interval first{999'999'000'000, 1'000'009'000'000};
    const auto expected = first_members_one_by_one(pattern, first);
    for (const InstructionSet set : instruction_sets()) {
        CAPTURE(name(set));
        CHECK(sieved(pattern, plan, first, set) == expected);
    }
}

TEST_CASE("Pseudoprimes are no members", "[constellations][pattern_sieve]") {
    // 2047 = 23 89 is a pseudoprime to base 2 that primes up to 19 do not strike, and 2053 is
    // prime.
    Plan plan;
    plan.modulus_primes = {2, 3, 5, 7};
    plan.depth = 19;
    const tally::Pattern pattern = tally::parse_pattern("0,6");
    for (const InstructionSet set : instruction_sets()) {
        CAPTURE(name(set));
        CHECK(sieved(pattern, plan, {2040, 2050}, set).empty());
    }
}

TEST_CASE("A sieve that is given up returns early", "[constellations][pattern_sieve]") {
    Plan plan;
    plan.modulus_primes = {2, 3, 5, 7, 11, 13};
    plan.depth = 97;
    std::stop_source stop;
    stop.request_stop();
    PatternSieve sieve(tally::parse_pattern("0,2"), plan);
    std::size_t found = 0;
    sieve.run(
        {1'000'000, two_to_the_64 - 2},
        [&](std::span<const std::uint64_t> first_members) { found += first_members.size(); },
        stop.get_token());
    CHECK(found == 0);
}
