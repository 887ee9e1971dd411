#include "tally/race.hpp"

#include "instruction_sets.hpp"
#include "tally/law.hpp"
#include "tally/octave_grid.hpp"
#include "tally/table.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::tally;

namespace {

std::vector<Race> races() {
    return {Race::of_classes(4, 3, 1), Race::of_classes(3, 2, 1),     Race::of_nonresidues(5),
            Race::of_nonresidues(8),   Race::of_classes(1000, 7, 13), Race::of_nonresidues(241)};
}

RaceRange by_definition(const std::vector<std::uint64_t>& primes, const Race& race) {
    RaceRange range;
    for (const std::uint64_t prime : primes) {
        range.delta += race.sign(prime);
        range.min = std::min(range.min, range.delta);
        range.max = std::max(range.max, range.delta);
    }
    return range;
}

std::vector<LeadChange> all_lead_changes(std::span<const std::uint64_t> primes, const Race& race,
                                         Standing standing) {
    std::vector<LeadChange> changes;
    for (const std::uint64_t prime : primes) {
        if (const auto change = pass(standing, race, prime)) {
            changes.push_back(*change);
        }
    }
    return changes;
}

/// As a campaign does it: a table over blocks first, then a walk through the close ones alone.
template <class Grid>
std::vector<LeadChange> lead_changes_by_blocks(const law::Window& window, const Race& race,
                                               const Grid& grid, Standing standing,
                                               std::size_t& walked) {
    const auto table =
        law::tally_of(TableMeasure(grid, RaceMeasure(race)), window, window.interval);
    std::vector<LeadChange> changes;
    for (const auto& [index, range] : table.rows()) {
        pass(
            standing, race, range,
            [&, block = grid.interval(index)](const auto& visit) {
                ++walked;
                for (const std::uint64_t prime : window.primes_of(block)) {
                    visit(prime);
                }
            },
            [&](const LeadChange& change) { changes.push_back(change); });
    }
    return changes;
}

} // namespace

TEST_CASE("Race ranges obey the law") {
    STATIC_REQUIRE(law::travels_as_bytes<RaceRange>);
    for (const Race& race : races()) {
        INFO("modulus " << race.modulus());
        law::check(RaceMeasure(race));
    }
}

TEST_CASE("Race ranges agree with the definition") {
    for (const InstructionSet set : instruction_sets()) {
        for (const Race& race : races()) {
            for (const law::Window& window : law::windows()) {
                INFO("modulus " << race.modulus() << " on " << to_string(window.interval)
                                << ", instruction set " << name(set));
                CHECK(law::tally_of(RaceMeasure(race, set), window, window.interval)
                      == by_definition(window.primes, race));
            }
        }
    }
}

TEST_CASE("Quadratic residues race against non-residues") {
    const Race mod_8 = Race::of_nonresidues(8);
    CHECK(mod_8.sign(1) == -1);
    CHECK(mod_8.sign(3) == 1);
    CHECK(mod_8.sign(2) == 0);
    const Race mod_5 = Race::of_nonresidues(5);
    CHECK(mod_5.sign(11) == -1);
    CHECK(mod_5.sign(19) == -1);
    CHECK(mod_5.sign(7) == 1);
    CHECK(mod_5.sign(5) == 0);
}

// The first lead of class 1 mod 4 is at 26861 (Leech 1957); OEIS A091295 for the difference.
TEST_CASE("The race mod 4 to ten million") {
    const law::Window window({0, 10'000'001});
    const Race race = Race::of_classes(4, 3, 1);
    const RaceRange range = law::tally_of(RaceMeasure(race), window, window.interval);
    CHECK(range.delta == 218);
    const auto changes = all_lead_changes(window.primes, race, Standing());
    REQUIRE(changes.size() > 2);
    CHECK(changes[0] == LeadChange{3, 1});
    CHECK(changes[1] == LeadChange{26861, -1});
}

template <class Grid>
void check_walks(const law::Window& window, const Race& race, const Grid& grid) {
    for (const std::int64_t lead : {0, 1, -1, 5, -40, 100'000}) {
        INFO("modulus " << race.modulus() << ", lead " << lead);
        std::size_t walked = 0;
        CHECK(lead_changes_by_blocks(window, race, grid, Standing(lead), walked)
              == all_lead_changes(window.primes, race, Standing(lead)));
        if (lead == 100'000) {
            CHECK(walked == 0);
        }
    }
}

TEST_CASE("Walking the close blocks alone finds all lead changes") {
    const law::Window& window = law::windows().front();
    for (const Race& race : races()) {
        check_walks(window, race, race_blocks);
        for (const std::uint64_t width : {100U, 10'000U, 300'000U}) {
            INFO("blocks of " << width);
            check_walks(window, race, RowGrid{0, width});
        }
    }
}

TEST_CASE("Only blocks that touch zero are close") {
    CHECK(is_close(0, {2, 0, 3}));
    CHECK_FALSE(is_close(2, {1, -1, 2}));
    CHECK(is_close(3, {-2, -3, 0}));
    CHECK(is_close(1, {4, -1, 4}));
    CHECK(is_close(-2, {2, 0, 3}));
    CHECK_FALSE(is_close(-4, {2, 0, 3}));
    CHECK_FALSE(is_close(50, {0, -4, 0}));
}

TEST_CASE("Races that cannot be held are refused") {
    CHECK_THROWS_AS(Race::of_classes(0, 0, 0), std::invalid_argument);
    CHECK_THROWS_WITH(Race::of_classes(4, 4, 1), Catch::Matchers::Contains("mod 4"));
    CHECK_THROWS_WITH(Race::of_classes(4, 1, 1), Catch::Matchers::Contains("different"));
    CHECK_THROWS_WITH(Race::of_nonresidues(2), Catch::Matchers::Contains("mod 2"));
}
