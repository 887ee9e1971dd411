#include "tally/prime_count.hpp"

#include "instruction_sets.hpp"
#include "random_cases.hpp"
#include "tally/counts.hpp"
#include "tally/law.hpp"
#include "tally/table.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::tally;

TEST_CASE("A bare count obeys the law, in one and in rows") {
    for (const InstructionSet set : instruction_sets()) {
        law::check(PrimeCountMeasure(set));
        for (const law::Window& window : law::windows()) {
            const auto start = static_cast<std::uint64_t>(window.interval.start);
            for (const std::uint64_t step : {1U, 29U, 1000U, 100'000U}) {
                const Interval some{window.interval.start, window.interval.start + 20'000};
                law::check(TableMeasure(RowGrid{start, step}, PrimeCountMeasure(set)), window, some,
                           2);
            }
        }
    }
}

TEST_CASE("A part of a segment has the primes of its interval") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (const law::Window& window : law::windows()) {
        const Interval piece{
            window.interval.start,
            std::min<uint128>(window.interval.stop, window.interval.start + 900'000)};
        const reference::SegmentBuffer buffer(
            piece, window.primes_of({std::max<uint128>(piece.start, 7), piece.stop}));
        const auto width = static_cast<std::uint64_t>(piece.width());
        for (int i = 0; i < law::scaled(3000); ++i) {
            const uint128 start = piece.start + random() % width;
            const uint128 stop =
                std::min(piece.stop, start + random() % (i % 2 == 0 ? 600 : width));
            INFO(to_string(Interval{start, stop}));
            const auto expected = window.primes_of({std::max<uint128>(start, 7), stop});
            for (const InstructionSet set : instruction_sets()) {
                const PrimeCount count =
                    PrimeCountMeasure(set).of_part(buffer.view(), {start, stop});
                REQUIRE(count.primes == expected.size());
            }
        }
        const PrimeCountMeasure measure;
        const auto all = measure.of_segment(buffer.view());
        CHECK(measure.of_part(buffer.view(), {0, two_to_the_64}) == all);
        CHECK(measure.of_part(buffer.view(), {piece.start, piece.start}) == PrimeCount{});
    }
}
