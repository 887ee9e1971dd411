#include "constellations/counts.hpp"

#include "constellations/measures.hpp"
#include "constellations/random_patterns.hpp"
#include "constellations/workload.hpp"
#include "numbers/serialized.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>
#include <vector>

using namespace primerank;
using namespace primerank::constellations;

namespace {

std::vector<uint128> random_borders(const Interval& whole, std::mt19937_64& random) {
    std::vector<uint128> borders = {whole.start, whole.stop};
    for (std::uint64_t places = 1 + random() % 6; places > 0; --places) {
        const uint128 border =
            whole.start + random() % (static_cast<std::uint64_t>(whole.width()) + 1);
        for (std::uint64_t close = random() % 4; close > 0; --close) {
            borders.push_back(std::min(whole.stop, border + random() % 12));
        }
    }
    std::sort(borders.begin(), borders.end());
    return borders;
}

std::shared_ptr<const Family> twins_and_quadruplets() {
    return std::make_shared<const Family>(
        std::vector<tally::Pattern>{tally::parse_pattern("0,2,6,8"), tally::parse_pattern("0,2"),
                                    tally::parse_pattern("0,6,100")});
}

} // namespace

TEST_CASE("Counts of constellations obey the law", "[constellations][law]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto family = twins_and_quadruplets();
    for (int round = 0; round < 20 * test_scale(); ++round) {
        const Interval whole = random_interval(20'000, random);
        const Workload workload(whole, family, CountMeasure(3), nullptr);
        auto search = workload.make_worker();
        auto auditor = workload.make_auditor();
        const Counts expected = workload.work(whole, search);
        CAPTURE(to_string(whole));
        for (std::size_t kind = 0; kind < 3; ++kind) {
            const tally::Pattern& pattern = family->patterns()[kind];
            const uint128 reach = std::min<uint128>(pattern.diameter(), whole.width());
            REQUIRE(expected.whole(kind)
                    == first_members_one_by_one(pattern, {whole.start, whole.stop - reach}).size());
        }
        // In pieces, from the left and from the right.
        const std::vector<uint128> borders = random_borders(whole, random);
        Counts from_left;
        Counts from_right;
        for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
            from_left.combine(workload.work({borders[i], borders[i + 1]}, auditor));
            const std::size_t j = borders.size() - 1 - i;
            Counts piece = workload.work({borders[j - 1], borders[j]}, search);
            piece.combine(from_right);
            from_right = piece;
        }
        REQUIRE(from_left == expected);
        REQUIRE(from_right == expected);
        REQUIRE(deserialized<Counts>(serialized(expected)) == expected);
    }
}

TEST_CASE("Counts begin where they are asked to", "[constellations][counts]") {
    Counts counts(100, 2);
    const std::vector<std::uint64_t> first_members = {101, 95, 98, 140};
    counts.add(1, first_members);
    CHECK(counts.whole(0) == 0);
    CHECK(counts.whole(1) == 2);
    CHECK(counts.whole_from(96, 1) == 3);
    CHECK(counts.whole_from(95, 1) == 4);
    Counts left(96, 2);
    left.combine(counts);
    CHECK(left.whole(1) == 3);
    Counts nothing;
    nothing.combine(left);
    CHECK(nothing == left);
    left.combine(Counts());
    CHECK(nothing == left);
    CHECK(Counts().whole(1) == 0);
}

TEST_CASE("Counts that no interval has are refused", "[constellations][counts]") {
    Counts counts(100, 1);
    const std::vector<std::uint64_t> first_member = {95};
    counts.add(0, first_member);
    std::string text = serialized(counts);
    const std::size_t at = text.rfind("95 0");
    REQUIRE(at != std::string::npos);
    text.replace(at, 4, "95 7");
    CHECK_THROWS_AS(deserialized<Counts>(text), std::runtime_error);
}

TEST_CASE("Rows hold the constellations that end in them", "[constellations][table]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto family = twins_and_quadruplets();
    for (int round = 0; round < 20 * test_scale(); ++round) {
        Interval whole = random_interval(5'000, random);
        whole.stop = std::min(whole.stop, two_to_the_64 - 1);
        whole.start = std::min(whole.start, whole.stop);
        const tally::RowGrid grid{static_cast<std::uint64_t>(whole.start), 1 + random() % 300};
        const Workload workload(whole, family, CountTableMeasure(grid, family->patterns()),
                                nullptr);
        auto search = workload.make_worker();
        tally::Table<Counts> table;
        const std::vector<uint128> borders = random_borders(whole, random);
        for (std::size_t i = 0; i + 1 < borders.size(); ++i) {
            table.combine(workload.work({borders[i], borders[i + 1]}, search));
        }
        CAPTURE(to_string(whole), grid.step);
        REQUIRE(table == workload.work(whole, search));
        tally::RowCursor<Counts> cursor;
        cursor.drain(table, grid, 0, whole.stop, whole.stop, [&](const auto& row) {
            for (std::size_t kind = 0; kind < 3; ++kind) {
                const tally::Pattern& pattern = family->patterns()[kind];
                const auto found_from = [&](uint128 start) {
                    const uint128 reach =
                        std::min<uint128>(pattern.diameter(), row.interval.stop - start);
                    return first_members_one_by_one(pattern, {start, row.interval.stop - reach})
                        .size();
                };
                REQUIRE(row.own.whole(kind) == found_from(row.interval.start));
                REQUIRE(row.cumulative.whole_from(grid.start, kind) == found_from(grid.start));
            }
        });
    }
}
