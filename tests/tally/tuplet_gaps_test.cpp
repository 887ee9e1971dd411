#include "tally/tuplet_gaps.hpp"

#include "tally/counts.hpp"
#include "tally/law.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

using namespace primerank;
using namespace primerank::tally;

namespace {

std::vector<Pattern> patterns(const std::vector<std::string>& texts) {
    std::vector<Pattern> parsed;
    for (const std::string& text : texts) {
        parsed.push_back(parse_pattern(text));
    }
    return parsed;
}

const std::vector<std::vector<Pattern>>& kinds() {
    static const std::vector<std::vector<Pattern>> all = {
        densest_patterns(2),
        densest_patterns(3),
        densest_patterns(5),
        patterns({"0,6"}),
        patterns({"0,12", "0,2,12", "0,6,12"}),
        patterns({"0,996"}),
        patterns({"0,30,210,420,990"}),
    };
    return all;
}

/// First members by the definition.
std::vector<std::uint64_t> members(std::span<const std::uint64_t> primes,
                                   const std::vector<Pattern>& patterns) {
    const std::set<std::uint64_t> all(primes.begin(), primes.end());
    std::vector<std::uint64_t> found;
    for (const std::uint64_t prime : primes) {
        if (std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& pattern) {
                return std::all_of(pattern.offsets().begin(), pattern.offsets().end(),
                                   [&](std::uint64_t offset) { return all.count(prime + offset); });
            })) {
            found.push_back(prime);
        }
    }
    return found;
}

/// Gap after gap.
GapReport by_definition(const std::vector<std::uint64_t>& points, std::uint64_t list_from) {
    GapReport report;
    std::map<std::uint64_t, Gap> first;
    std::map<std::uint64_t, std::uint64_t> counts;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const Gap gap{points[i + 1] - points[i], points[i]};
        first.emplace(gap.length, gap);
        ++counts[gap.length];
        if (report.maximal.empty() || gap.length > report.maximal.back().length) {
            report.maximal.push_back(gap);
        }
        if (gap.length >= list_from) {
            report.listed.push_back(gap);
        }
    }
    for (const auto& [length, gap] : first) {
        report.first_occurrence.push_back(gap);
        report.histogram.push_back({length, counts[length]});
    }
    return report;
}

} // namespace

TEST_CASE("Gaps between constellations obey the law") {
    for (const std::vector<Pattern>& kind : kinds()) {
        law::check(TupletGapMeasure(kind));
    }
    law::check(TupletGapMeasure(densest_patterns(2), {true, 100}));
    law::check(TupletGapMeasure(densest_patterns(4), {true, 3000}));
}

TEST_CASE("Gaps between constellations agree with the definition") {
    for (const law::Window& window : law::windows()) {
        for (const std::vector<Pattern>& kind : kinds()) {
            INFO(to_string(window.interval) << ", " << to_string(kind.front()));
            const std::vector<std::uint64_t> points = members(window.primes, kind);
            const GapReport expected = by_definition(points, 500);
            const TupletGaps gaps =
                law::tally_of(TupletGapMeasure(kind, {true, 500}), window, window.interval);
            const GapReport found = gaps.report();
            CHECK(gaps.size() == points.size());
            CHECK(found.first_prime.value == (points.empty() ? 0 : points.front()));
            CHECK(found.last_prime.value == (points.empty() ? 0 : points.back()));
            CHECK(found.maximal == expected.maximal);
            CHECK(found.first_occurrence == expected.first_occurrence);
            CHECK(found.histogram == expected.histogram);
            CHECK(found.listed == expected.listed);
        }
    }
}

TEST_CASE("Constellations found in another way come to the same gaps") {
    const law::Window& window = law::windows().front();
    const std::vector<Pattern> kind = densest_patterns(3);
    const TupletGapMeasure measure(kind, {true, 3000});
    const std::vector<std::uint64_t> points = members(window.primes, kind);
    const std::span<const std::uint64_t> all(points);
    constexpr std::uint64_t diameter = 6;
    const Interval whole = window.interval;
    const auto of_piece = [&](const Interval& piece) {
        const auto ends_before = [&](uint128 border) {
            return std::partition_point(all.begin(), all.end(), [&](std::uint64_t first) {
                return first + diameter < border;
            });
        };
        return measure.of_first_members(piece, {ends_before(piece.start), ends_before(piece.stop)});
    };
    // The pieces are shorter than a constellation, and many are without any.
    for (const std::uint64_t width : {1U, 4U, 5U, 7U, 1009U}) {
        const Interval part{whole.start, whole.start + 400 * width};
        TupletGaps gaps;
        for (uint128 start = part.start; start < part.stop; start += width) {
            gaps.combine(of_piece({start, start + width}));
        }
        CHECK(gaps == of_piece(part));
    }
    const TupletGaps gaps = of_piece(whole);
    const GapReport expected = by_definition(points, 3000);
    CHECK(gaps.report().histogram == expected.histogram);
    CHECK(gaps.report().listed == expected.listed);
}

TEST_CASE("Gaps of two questions do not combine") {
    const std::vector<std::uint64_t> primes = {3, 5, 7, 11, 13};
    TupletGaps gaps = TupletGapMeasure(densest_patterns(2)).of_primes(primes);
    CHECK_THROWS_AS(gaps.combine(TupletGapMeasure(densest_patterns(3)).of_primes(primes)),
                    std::invalid_argument);
    CHECK_THROWS_AS(
        gaps.combine(TupletGapMeasure(densest_patterns(2), {true, 0}).of_primes(primes)),
        std::invalid_argument);
    CHECK_THROWS_AS(TupletGapMeasure(patterns({"0,2", "0,4"})), std::invalid_argument);
    CHECK_THROWS_AS(TupletGapMeasure({}), std::invalid_argument);
}

TEST_CASE("About as many gaps and lengths as expected") {
    const Interval interval{0, 2'500'000};
    const std::vector<Pattern> twins = densest_patterns(2);
    const MeanGap mean(twins);
    const GapReport found =
        law::tally_of(TupletGapMeasure(twins, {true, 300}), law::windows().front(), interval)
            .report();
    CHECK(expected_gaps(interval, 300, mean)
          == Approx(static_cast<double>(found.listed.size())).epsilon(0.15));
    CHECK(expected_lengths(interval, twins)
          == Approx(static_cast<double>(found.histogram.size())).epsilon(0.3));
    CHECK(MeanGap().at(1e9) == std::log(1e9));
    // Twice the twin prime constant, and that of sextuplets.
    CHECK(MeanGap(twins).at(std::exp(1.0)) == Approx(1 / 1.320323631694).epsilon(1e-7));
    CHECK(MeanGap(densest_patterns(6)).at(std::exp(1.0)) == Approx(1 / 17.2986123).epsilon(1e-6));
}
