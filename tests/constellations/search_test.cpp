#include "constellations/search.hpp"

#include "constellations/random_patterns.hpp"
#include "instruction_sets.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>

using namespace primerank;
using namespace primerank::constellations;

namespace {

/// The constellations of a pattern that end in the piece, one by one.
std::vector<std::uint64_t> ending_in(const tally::Pattern& pattern, const Interval& piece) {
    const uint128 reach = pattern.diameter();
    return first_members_one_by_one(pattern, {piece.start - std::min(piece.start, reach),
                                              piece.stop - std::min(piece.stop, reach)});
}

} // namespace

TEST_CASE("A search finds the constellations of every pattern that end in a piece",
          "[constellations][search]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 25 * test_scale(); ++round) {
        std::vector<tally::Pattern> patterns;
        for (std::uint64_t i = 1 + random() % 4; i > 0; --i) {
            patterns.push_back(random_pattern(2 + random() % 4, i % 2 == 0 ? 20 : 200, random));
        }
        const auto family = std::make_shared<const Family>(patterns);
        const Interval piece = random_interval(random() % 3 == 0 ? 50 : 30'000, random);
        for (const InstructionSet set : instruction_sets()) {
            for (const Search::Way way : {Search::Way::usual, Search::Way::audit}) {
                std::vector<std::vector<std::uint64_t>> found(patterns.size());
                Search(family, way, set)
                    .run(piece,
                         [&](std::size_t kind, std::span<const std::uint64_t> first_members) {
                             found[kind].insert(found[kind].end(), first_members.begin(),
                                                first_members.end());
                         });
                for (std::size_t kind = 0; kind < patterns.size(); ++kind) {
                    std::sort(found[kind].begin(), found[kind].end());
                    CAPTURE(to_string(patterns[kind]), to_string(piece), name(set));
                    REQUIRE(found[kind] == ending_in(patterns[kind], piece));
                }
            }
        }
    }
}
