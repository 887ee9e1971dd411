#include "tally/pattern.hpp"

#include "instruction_sets.hpp"
#include "tally/law.hpp"
#include "tally/pattern_counts.hpp"
#include "tally/pattern_search.hpp"

#include "catch.hpp"

#include <map>

using namespace primerank;
using namespace primerank::tally;

namespace {

const std::vector<Pattern>& patterns() {
    static const std::vector<Pattern> some = {
        Pattern({0}),
        Pattern({0, 2}),
        Pattern({0, 4}),
        Pattern({0, 6}),
        Pattern({0, 30}),
        Pattern({0, 4, 6}),
        Pattern({0, 6, 12, 18}),
        Pattern({0, 2, 6, 8, 12, 18, 20, 26}),
        Pattern({0, 210, 420, 630, 840}),
        Pattern({0, 1000}),
    };
    return some;
}

std::vector<std::uint64_t> by_definition(const std::vector<std::uint64_t>& primes,
                                         const Pattern& pattern) {
    std::vector<std::uint64_t> members;
    for (const std::uint64_t p : primes) {
        const auto offsets = pattern.offsets();
        if (std::all_of(offsets.begin(), offsets.end(), [&](std::uint64_t offset) {
                return offset <= primes.back() - p
                       && std::binary_search(primes.begin(), primes.end(), p + offset);
            })) {
            members.push_back(p);
        }
    }
    return members;
}

} // namespace

TEST_CASE("Patterns that can be searched for") {
    CHECK(to_string(parse_pattern("0,4,6")) == "0,4,6");
    CHECK(parse_pattern("0,2") == Pattern({0, 2}));
    CHECK(Pattern({0, 2, 6, 8, 12, 18, 20, 26}).diameter() == 26);
    CHECK(parse_pattern("0").diameter() == 0);
    for (const char* const text : {"", ",", "0,", "0,,2", "0, 2", "0,2x", "-2,0", "0,-2", "a",
                                   "99999999999999999999", "0,99999999999999999999"}) {
        INFO("text '" << text << "'");
        CHECK_THROWS_WITH(parse_pattern(text), Catch::Matchers::Contains("is not a pattern"));
    }
    CHECK_THROWS_WITH(parse_pattern("2,4"), Catch::Matchers::Contains("begin with 0"));
    CHECK_THROWS_WITH(parse_pattern("0,4,4"), Catch::Matchers::Contains("does not ascend"));
    CHECK_THROWS_WITH(parse_pattern("0,6,4"), Catch::Matchers::Contains("does not ascend"));
    CHECK_THROWS_WITH(parse_pattern("0,1002"), Catch::Matchers::Contains("1000"));
}

TEST_CASE("An inadmissible pattern is explained") {
    CHECK_THROWS_WITH(parse_pattern("0,2,4"),
                      "The pattern 0,2,4 is not admissible: it hits every residue class mod 3 "
                      "(0 leaves 0, 4 leaves 1, 2 leaves 2), so one member is always divisible by "
                      "3.");
    CHECK_THROWS_WITH(parse_pattern("0,1,2"), Catch::Matchers::Contains("mod 2"));
    CHECK_THROWS_WITH(parse_pattern("0,6,12,18,24"), Catch::Matchers::Contains("mod 5"));
    CHECK_NOTHROW(parse_pattern("0,30,60,90,120,150"));
    CHECK_THROWS_WITH(parse_pattern("0,30,60,90,120,150,180"), Catch::Matchers::Contains("mod 7"));
}

TEST_CASE("Pattern counts obey the law") {
    law::check(PatternMeasure(patterns()));
    law::check(PatternMeasure({Pattern({0, 2})}));
}

TEST_CASE("Patterns are found where the definition has them") {
    for (const InstructionSet set : instruction_sets()) {
        const PatternMeasure measure(patterns(), set);
        for (const law::Window& window : law::windows()) {
            INFO("instruction set " << name(set) << ", " << to_string(window.interval));
            const PatternCounts found = law::tally_of(measure, window, window.interval);
            std::vector<std::uint64_t> expected;
            for (const Pattern& pattern : patterns()) {
                expected.push_back(by_definition(window.primes, pattern).size());
            }
            CHECK(found.counts() == expected);
        }
    }
}

TEST_CASE("First members inside segments and across their borders") {
    const law::Window& window = law::windows().front();
    constexpr std::uint64_t step = 123'456;
    for (const Pattern& pattern : patterns()) {
        INFO("pattern " << to_string(pattern));
        const PatternMeasure measure({pattern});
        const PatternSearch search(pattern);
        PatternCounts so_far;
        std::vector<std::uint64_t> members;
        for (std::uint64_t start = 7; start < window.interval.stop; start += step) {
            const Interval piece{start, std::min<uint128>(start + step, window.interval.stop)};
            const reference::SegmentBuffer buffer(piece, window.primes_of(piece));
            const PatternCounts next = measure.of_segment(buffer.view());
            const auto across = so_far.first_members_across(next, pattern);
            const auto inside = search.first_members(buffer.view());
            members.insert(members.end(), across.begin(), across.end());
            members.insert(members.end(), inside.begin(), inside.end());
            so_far.combine(next);
        }
        const std::vector<std::uint64_t> from_seven(window.primes.begin() + 3, window.primes.end());
        CHECK(members == by_definition(from_seven, pattern));
    }
}

// Counts of constellations wholly below 10^n by two independent sieves.
TEST_CASE("Known numbers of constellations") {
    const law::Window window({0, 10'000'001});
    const PatternMeasure measure({Pattern({0, 4}), Pattern({0, 6}), Pattern({0, 2, 6}),
                                  Pattern({0, 4, 6}), Pattern({0, 2, 6, 8, 12}),
                                  Pattern({0, 4, 6, 10, 12})});
    const std::map<std::uint64_t, std::vector<std::uint64_t>> known = {
        {10, {1, 0, 0, 0, 0, 0}},
        {100, {8, 15, 4, 4, 2, 1}},
        {1000, {41, 74, 15, 15, 3, 2}},
        {1'000'000, {8144, 16386, 1393, 1444, 34, 31}},
        {10'000'000, {58622, 117207, 8543, 8677, 160, 161}}};
    for (const auto& [largest, counts] : known) {
        INFO("up to " << largest);
        CHECK(law::tally_of(measure, window, {0, largest + 1}).counts() == counts);
    }
    CHECK_THROWS_AS(PatternMeasure({}), std::invalid_argument);
}
