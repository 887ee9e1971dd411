#include "instruction_sets.hpp"
#include "jump/search.hpp"
#include "jump/workload.hpp"
#include "numbers/origin.hpp"
#include "numbers/primality.hpp"
#include "numbers/serialized.hpp"
#include "random_cases.hpp"
#include "sieve/sieve.hpp"
#include "tally/enumeration.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

using namespace primerank;
using namespace primerank::jump;

namespace {

struct Found {
    std::uint64_t length;
    uint128 lower;
};

std::vector<Found> searched(Search& search, const Interval& piece) {
    std::vector<Found> gaps;
    search.run(piece, [&](std::uint64_t length, uint128 lower) {
        gaps.push_back({length, lower});
    });
    return gaps;
}

/// By finding all primes.
std::vector<Found> enumerated(const Interval& piece, std::uint64_t shortest) {
    const uint128 origin = origin_of(piece);
    const tally::Enumeration workload(piece, tally::GapMeasure({false, shortest}),
                                      sieve::Method::enumerate, nullptr, origin);
    auto sieve = workload.make_worker();
    const tally::Gaps gaps = workload.work(piece, sieve);
    std::vector<Found> found;
    if (!gaps.empty()) {
        const uint128 next = next_prime(gaps.last_prime().from(origin)) - origin;
        for (const tally::Gap& gap : gaps.finish(next).listed) {
            found.push_back({gap.length, gap.lower.from(origin)});
        }
    }
    return found;
}

std::string text_of(const std::vector<Found>& gaps) {
    std::string text;
    for (const Found& gap : gaps) {
        text += std::to_string(gap.length) + " " + to_string(gap.lower) + "\n";
    }
    return text;
}

void check(const Interval& interval, std::uint64_t shortest, InstructionSet set,
           Search::Way way = Search::Way::usual) {
    INFO(to_string(interval) << ", " << shortest << " and more, " << name(set));
    Search search(shortest, static_cast<double>(interval.stop), way, set);
    CHECK(text_of(searched(search, interval)) == text_of(enumerated(interval, shortest)));
}

} // namespace

TEST_CASE("The gaps found in jumps are those between all primes") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto sets = instruction_sets();
    for (int i = 0; i < 12 * test_scale(); ++i) {
        const auto start = static_cast<uint128>(log_uniform(random, 1, 0x1p63));
        const auto width = static_cast<uint128>(log_uniform(random, 1e4, 3e7));
        check({start, start + width}, 200 + random() % 100, sets[random() % sets.size()]);
        check({start, start + width}, 200 + random() % 400, sets[random() % sets.size()],
              Search::Way::audit);
    }
    for (int i = 0; i < 3 * test_scale(); ++i) {
        const auto start = static_cast<uint128>(log_uniform(random, 0x1p64, 0x1p81));
        check({start, start + 1'000'000}, 200 + random() % 50, sets[random() % sets.size()]);
    }
}

TEST_CASE("The gaps around the edges are found in jumps") {
    for (const InstructionSet set : instruction_sets()) {
        check({0, 30'000'000}, 200, set);
        check({0, 1000}, 200, set);
        check({1, 400'000}, 200, set);
        check({20'831'323, 20'831'324}, 210, set); // the prime before a gap of 210
        check({20'831'324, 20'831'534}, 210, set);
        check({20'831'300, 20'831'323}, 210, set);
        check({two_to_the_64 - 1'000'000, two_to_the_64}, 250, set);
        check({two_to_the_64 - 200'000, two_to_the_64 + 200'000}, 220, set);
        check({highest_stop - 100'000, highest_stop}, 300, set);
        check({77, 77}, 300, set);
    }
}

TEST_CASE("Every shortest length has a grid that misses no gap") {
    const Interval interval{1'000'000'000'000'000'000, 1'000'000'000'000'400'000};
    const std::vector<Found> all = enumerated(interval, shortest_gap);
    CHECK(all.size() > 10);
    for (std::uint64_t shortest = shortest_gap; shortest <= 4000;
         shortest += shortest < 260 ? 1 : 37) {
        std::vector<Found> expected;
        std::copy_if(all.begin(), all.end(), std::back_inserter(expected),
                     [&](const Found& gap) { return gap.length >= shortest; });
        for (const auto way : {Search::Way::usual, Search::Way::audit}) {
            Search search(shortest, 1e18, way);
            CHECK(text_of(searched(search, interval)) == text_of(expected));
        }
    }
}

TEST_CASE("Record gaps are found in jumps") {
    struct Record {
        std::uint64_t length;
        uint128 lower;
    };
    const uint128 ten_to_the_12 = 1'000'000'000'000;
    for (const auto& [length, lower] :
         {Record{1132, 1'693'182'318'746'371}, Record{1476, 1'425'172'824'437'699'411},
          Record{1550, 18'361'375'334'787'046'697U},
          Record{1552, 18'470'057 * ten_to_the_12 + 946'260'698'231},
          Record{1854, uint128{101'412'319} * ten_to_the_12 + 996'363'309'069},
          Record{1610, uint128{1'689'619'025'236} * ten_to_the_12 + 598'760'976'829}}) {
        Search search(1100, static_cast<double>(lower), Search::Way::usual);
        CHECK(text_of(searched(search, {lower - 100'000, lower + 100'000}))
              == text_of({{length, lower}}));
    }
}

TEST_CASE("Gaps found in jumps obey the law") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const uint128 height = 3 * two_to_the_64;
    for (const Interval& whole :
         {Interval{0, 40'000'000}, Interval{1'000'000'000'000, 1'000'020'000'000},
          Interval{height, height + 500'000}}) {
        const Workload workload(whole, whole, {false, 200});
        auto search = workload.make_worker();
        const FoundGaps expected = workload.work(whole, search);
        CHECK(expected.size() > 0);
        CHECK(deserialized<FoundGaps>(serialized(expected)) == expected);
        for (int i = 0; i < 5 * test_scale(); ++i) {
            std::vector<uint128> borders = {whole.start, whole.stop};
            for (int k = 0; k < 6; ++k) {
                borders.push_back(whole.start
                                  + random() % static_cast<std::uint64_t>(whole.width()));
            }
            std::sort(borders.begin(), borders.end());
            std::vector<FoundGaps> parts;
            for (std::size_t k = 0; k + 1 < borders.size(); ++k) {
                auto another = random() % 2 == 0 ? workload.make_worker() : workload.make_auditor();
                parts.push_back(workload.work({borders[k], borders[k + 1]}, another));
            }
            while (parts.size() > 1) {
                const std::size_t at = random() % (parts.size() - 1);
                parts[at].combine(parts[at + 1]);
                parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at) + 1);
            }
            CHECK(parts.front() == expected);
        }
    }
}

TEST_CASE("Grids are within bounds, and an auditor has another") {
    for (std::uint64_t gap = shortest_gap; gap <= 5000; gap += 50) {
        for (const double n : {1e3, 1e12, 1e18, 1e24}) {
            const Plan plan = plan_for(gap, n);
            CHECK(plan.period + plan.width <= gap);
            CHECK(plan.width >= 2);
            CHECK(plan.period % 30 == 0);
            CHECK(plan.seconds_a_number > 0);
            CHECK(plan_for(gap, n, true).period != plan.period);
        }
    }
}
