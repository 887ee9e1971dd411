#include "constellations/plan.hpp"

#include "constellations/cost.hpp"
#include "constellations/residues.hpp"
#include "instruction_sets.hpp"

#include "catch.hpp"

#include <cmath>

using namespace primerank;
using namespace primerank::constellations;

TEST_CASE("Plans are sound at any width and height", "[constellations][plan]") {
    for (const char* text : {"0,2", "0,2,6", "0,4,6,10,12,16", "0,2,6,8,12,18,20,26,30,32"}) {
        const tally::Pattern pattern = tally::parse_pattern(text);
        for (const InstructionSet set : instruction_sets()) {
            const Planner planner(pattern, costs(set));
            for (int width = 0; width < 64; width += 3) {
                for (int height = width; height <= 64; height += 7) {
                    const Plan usual = planner.cheapest(std::exp2(width), std::exp2(height));
                    const Plan other = planner.other(std::exp2(width), std::exp2(height));
                    CAPTURE(text, name(set), width, height);
                    CHECK(usual.depth >= usual.modulus_primes.back());
                    CHECK(usual.depth <= largest_depth);
                    CHECK(std::isfinite(usual.seconds));
                    CHECK(other.modulus_primes.size() != usual.modulus_primes.size());
                    CHECK(other.depth >= other.modulus_primes.back());
                    CHECK(other.depth <= largest_depth);
                }
            }
        }
    }
}

TEST_CASE("Costs grow with the width", "[constellations][cost]") {
    const SearchCost cost(Family({tally::parse_pattern("0,2,6,8")}));
    double before = 0;
    for (uint128 width = 1; width < two_to_the_64; width = width * 3 / 2 + 1) {
        const double here = cost({0, width});
        CHECK(here > before);
        before = here;
    }
    for (uint128 stop = 1'000'000; stop < two_to_the_64; stop += stop / 100) {
        CHECK(cost({0, stop + stop / 100}) < 1.03 * cost({0, stop}));
    }
    CHECK(cost({5, 5}) == 0);
    CHECK(std::isfinite(cost({0, two_to_the_64})));
}
