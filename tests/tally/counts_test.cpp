#include "instruction_sets.hpp"
#include "tally/counts.hpp"
#include "tally/law.hpp"

#include "catch.hpp"

#include <map>

using namespace primerank;
using namespace primerank::tally;

namespace {

constexpr TupletSizes everything = 0x3f;

/// The definition: first members p such that p + offset is prime for all offsets of a shape.
std::array<std::uint64_t, 6> tuplets_by_definition(const std::vector<std::uint64_t>& primes) {
    const std::vector<std::vector<std::uint64_t>> shapes = {
        {0},          {0, 2},           {0, 2, 6},         {0, 4, 6},
        {0, 2, 6, 8}, {0, 2, 6, 8, 12}, {0, 4, 6, 10, 12}, {0, 4, 6, 10, 12, 16}};
    std::array<std::uint64_t, 6> counts{};
    for (const auto& shape : shapes) {
        for (const std::uint64_t p : primes) {
            const bool all = std::all_of(shape.begin(), shape.end(), [&](std::uint64_t offset) {
                return offset <= primes.back() - p
                       && std::binary_search(primes.begin(), primes.end(), p + offset);
            });
            counts[shape.size() - 1] += all ? 1 : 0;
        }
    }
    return counts;
}

} // namespace

TEST_CASE("Counts obey the law") {
    STATIC_REQUIRE(law::travels_as_bytes<Counts>);
    law::check(CountMeasure(everything));
    law::check(CountMeasure(parse_tuplet_sizes("primes")));
    law::check(CountMeasure(parse_tuplet_sizes("twins,quintuplets")));
}

TEST_CASE("Counts agree with the definition") {
    for (const InstructionSet set : instruction_sets()) {
        INFO("instruction set " << name(set));
        const CountMeasure measure(everything, set);
        for (const law::Window& window : law::windows()) {
            const Counts counts = law::tally_of(measure, window, window.interval);
            CHECK(counts.of_size == tuplets_by_definition(window.primes));
        }
    }
}

// primesieve 12.16 and a plain sieve agree on these, the first two columns also with OEIS A006880
// and A007508: primes and whole tuplets up to 10^n.
TEST_CASE("Counts up to powers of ten") {
    const law::Window window({0, 10'000'001});
    const std::map<std::uint64_t, std::array<std::uint64_t, 6>> known = {
        {10, {4, 2, 0, 0, 0, 0}},
        {100, {25, 8, 8, 2, 3, 1}},
        {1000, {168, 35, 30, 5, 5, 2}},
        {10'000, {1229, 205, 112, 12, 9, 2}},
        {100'000, {9592, 1224, 507, 38, 21, 5}},
        {1'000'000, {78'498, 8169, 2837, 166, 65, 5}},
        {10'000'000, {664'579, 58'980, 17'220, 899, 321, 18}}};
    const CountMeasure measure(everything);
    for (const auto& [largest, counts] : known) {
        INFO("up to " << largest);
        CHECK(law::tally_of(measure, window, {0, largest + 1}).of_size == counts);
    }
}

TEST_CASE("Only what is asked for is counted") {
    const law::Window window({0, 1000});
    const CountMeasure measure(parse_tuplet_sizes("twins,sextuplets"));
    const Counts counts = law::tally_of(measure, window, window.interval);
    CHECK(counts.of_size == TupletCounts{0, 35, 0, 0, 0, 2});
}

TEST_CASE("Names of what can be counted") {
    CHECK(parse_tuplet_sizes("primes") == 1);
    CHECK(parse_tuplet_sizes("sextuplets,primes,twins") == 0b100011);
    CHECK(tuplet_names(TupletSizes{0b011101}) == "primes,triplets,quadruplets,quintuplets");
    for (const char* const list :
         {"", "twins,", "primes,,twins", "Twins", "twin", "primes twins"}) {
        INFO("list '" << list << "'");
        CHECK_THROWS_AS(parse_tuplet_sizes(list), std::invalid_argument);
    }
    CHECK_THROWS_WITH(parse_tuplet_sizes("primes,cousins"),
                      Catch::Matchers::Contains("'cousins'")
                          && Catch::Matchers::Contains("twins, triplets"));
    CHECK_THROWS_AS(CountMeasure(0), std::invalid_argument);
    CHECK_THROWS_AS(CountMeasure(64), std::invalid_argument);
}
