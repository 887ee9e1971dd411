#include "constellations/family.hpp"

#include "tally/densest.hpp"

#include "catch.hpp"

#include <stdexcept>
#include <vector>

using namespace primerank;
using namespace primerank::constellations;

TEST_CASE("A pattern that contains another is derived from it", "[constellations][family]") {
    const Family family({tally::parse_pattern("0,4,6,10,12,16"), tally::parse_pattern("0,2,6,8"),
                         tally::parse_pattern("0,6,100"), tally::parse_pattern("0,2,6,8,12")});
    REQUIRE(family.roots().size() == 2);
    CHECK(family.roots()[0].kind == 2);
    const Family::Root& quadruplets = family.roots()[1];
    CHECK(quadruplets.kind == 1);
    REQUIRE(quadruplets.derived.size() == 2);
    CHECK(quadruplets.derived[0].kind == 3);
    CHECK(quadruplets.derived[0].shift == 0);
    CHECK(quadruplets.derived[0].further == std::vector<std::uint64_t>{12});
    CHECK(quadruplets.derived[1].kind == 0);
    CHECK(quadruplets.derived[1].shift == 4);
    CHECK(quadruplets.derived[1].further == std::vector<std::uint64_t>{0, 16});
}

TEST_CASE("Of several that it contains, a pattern is derived from the largest",
          "[constellations][family]") {
    const Family family({tally::parse_pattern("0,6"), tally::parse_pattern("0,2,6,8"),
                         tally::parse_pattern("0,4,6,10,12,16")});
    REQUIRE(family.roots().size() == 1);
    CHECK(family.roots()[0].derived.size() == 2);
}

TEST_CASE("A family has patterns of two members or more", "[constellations][family]") {
    CHECK_THROWS_AS(Family({}), std::invalid_argument);
    CHECK_THROWS_AS(Family({tally::parse_pattern("0")}), std::invalid_argument);
}

TEST_CASE("Densest tuplets have their size, and are as close as can be",
          "[constellations][densest]") {
    const std::vector<std::uint64_t> diameters = {0, 2, 6, 8, 12, 16, 20, 26, 30, 32};
    const std::vector<std::size_t> shapes = {1, 1, 2, 1, 2, 1, 2, 3, 4, 2};
    for (unsigned size = 1; size <= tally::largest_named_tuplet; ++size) {
        const std::vector<tally::Pattern> patterns = tally::densest_patterns(size);
        CHECK(patterns.size() == shapes[size - 1]);
        for (const tally::Pattern& pattern : patterns) {
            CHECK(pattern.offsets().size() == size);
            CHECK(pattern.diameter() == diameters[size - 1]);
        }
    }
}
