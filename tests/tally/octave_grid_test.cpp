#include "tally/octave_grid.hpp"

#include "tally/law.hpp"
#include "tally/race.hpp"
#include "tally/table.hpp"

#include "catch.hpp"

#include <random>

using namespace primerank;
using namespace primerank::tally;

namespace {

void check_around(const OctaveGrid& grid, std::uint64_t n) {
    INFO("around " << n);
    const std::uint64_t row = grid.row_of(n);
    const Interval interval = grid.interval(row);
    CHECK(interval.contains(n));
    CHECK(grid.row_of(static_cast<std::uint64_t>(interval.start)) == row);
    CHECK(grid.row_of(static_cast<std::uint64_t>(interval.stop - 1)) == row);
    if (interval.stop < two_to_the_64) {
        CHECK(grid.row_of(static_cast<std::uint64_t>(interval.stop)) == row + 1);
        CHECK(grid.interval(row + 1).start == interval.stop);
    }
}

} // namespace

TEST_CASE("Rows of an octave grid are adjacent, from 0 to 2^64") {
    std::mt19937_64 random(20);
    for (const OctaveGrid& grid : {race_blocks, race_rows}) {
        CHECK(grid.interval(grid.row_of(0)).start == 0);
        CHECK(grid.interval(grid.row_of(~std::uint64_t{0})).stop == two_to_the_64);
        for (std::uint64_t n = 0; n < 2000; ++n) {
            check_around(grid, n);
        }
        for (unsigned k = 11; k < 64; ++k) {
            const std::uint64_t power = std::uint64_t{1} << k;
            for (const std::uint64_t n : {power - 1, power, power + random() % power}) {
                check_around(grid, n);
            }
        }
        check_around(grid, ~std::uint64_t{0});
    }
}

TEST_CASE("Blocks of a race lie within its rows") {
    std::mt19937_64 random(21);
    for (int i = 0; i < 2000; ++i) {
        const std::uint64_t n = random() >> random() % 64;
        const Interval block = race_blocks.interval(race_blocks.row_of(n));
        const Interval row = race_rows.interval(race_rows.row_of(n));
        CHECK(row.start <= block.start);
        CHECK(block.stop <= row.stop);
    }
}

TEST_CASE("Tables over an octave grid obey the law") {
    law::check(TableMeasure(race_blocks, RaceMeasure(Race::of_classes(4, 3, 1))));
}
