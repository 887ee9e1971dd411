#include "tally/table.hpp"

#include "tally/counts.hpp"
#include "tally/gaps.hpp"
#include "tally/law.hpp"
#include "tally/pattern_counts.hpp"
#include "tally/power_sum.hpp"
#include "tally/race.hpp"
#include "tally/reciprocal_sum.hpp"
#include "tally/residues.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::tally;

namespace {

constexpr TupletSizes primes_and_twins = 3;

/// Tallies a window piece after piece and drains the table after each.
template <Measure M>
auto drained(const M& measure, const RowGrid& grid, const law::Window& window,
             std::uint64_t piece_width) {
    const TableMeasure<M> by_row(grid, measure);
    Table<typename M::Tally> table;
    RowCursor<typename M::Tally> cursor;
    std::vector<typename RowCursor<typename M::Tally>::CompleteRow> rows;
    const uint128 stop = window.interval.stop;
    for (uint128 start = window.interval.start; start < stop; start += piece_width) {
        const uint128 frontier = std::min(stop, start + piece_width);
        table.combine(law::tally_of(by_row, window, {start, frontier}));
        cursor.drain(table, grid, 0, frontier, stop, [&](const auto& row) { rows.push_back(row); });
        CHECK(table.rows().size() <= 1);
    }
    CHECK(table.rows().empty());
    return rows;
}

template <Measure M>
void check_rows(const M& measure, const RowGrid& grid, const law::Window& window,
                std::uint64_t piece_width) {
    INFO("rows of " << grid.step << " in pieces of " << piece_width);
    const auto rows = drained(measure, grid, window, piece_width);
    uint128 start = window.interval.start;
    for (const auto& row : rows) {
        const uint128 stop = std::min(start + grid.step, window.interval.stop);
        REQUIRE(row.interval == Interval{start, stop});
        CHECK(row.own == law::tally_of(measure, window, row.interval));
        CHECK(row.cumulative
              == law::tally_of(measure, window, {window.interval.start, row.interval.stop}));
        start = stop;
    }
    CHECK(start == window.interval.stop);
}

} // namespace

TEST_CASE("Tables obey the law") {
    for (const law::Window& window : law::windows()) {
        const auto start = static_cast<std::uint64_t>(window.interval.start);
        for (const std::uint64_t step : {777U, 30'000U, 1'000'000U}) {
            const RowGrid grid{start, step};
            law::check(TableMeasure(grid, CountMeasure(primes_and_twins)), window, window.interval,
                       2);
            law::check(TableMeasure(grid, GapMeasure({true, 0})), window, window.interval, 1);
        }
    }
    const RowGrid grid{0, 10'000};
    law::check(TableMeasure(grid, RaceMeasure(Race::of_classes(4, 3, 1))));
    law::check(TableMeasure(grid, ResidueMeasure(30)));
    law::check(TableMeasure(grid, PatternMeasure({Pattern({0, 6}), Pattern({0, 30})})));
    law::check(TableMeasure(grid, ReciprocalSumMeasure(ReciprocalsOf::twins)));
    law::check(TableMeasure(RowGrid{0, ~std::uint64_t{0}}, PowerSumMeasure(8)));
}

TEST_CASE("Rows hold what their intervals hold, however the work is cut") {
    const law::Window low({0, 3001});
    const law::Window high({two_to_the_64 - 3000, two_to_the_64});
    for (const law::Window* window : {&low, &high}) {
        const auto start = static_cast<std::uint64_t>(window->interval.start);
        for (const std::uint64_t piece_width : {100U, 170U, 3000U, 5000U}) {
            check_rows(CountMeasure(0x3f), {start, 100}, *window, piece_width);
            check_rows(CountMeasure(0x3f), {start, 271}, *window, piece_width);
            check_rows(GapMeasure({true, 0}), {start, 64}, *window, piece_width);
        }
        check_rows(PowerSumMeasure(3), {start, 7}, *window, 700);
        check_rows(PowerSumMeasure(3), {start, 1'000'000}, *window, 700);
    }
}

// Primes below 100 in tens, and the twins that are complete by the end of each ten: (5, 7) lies in
// one row, (29, 31) across a border.
TEST_CASE("A tuplet across a row's border counts in the cumulative of the row where it ends") {
    const law::Window window({0, 40});
    const auto rows = drained(CountMeasure(primes_and_twins), {0, 10}, window, 25);
    REQUIRE(rows.size() == 4);
    CHECK(rows[2].own.of_size[0] == 2);
    CHECK(rows[2].own.of_size[1] == 0);
    CHECK(rows[2].cumulative.of_size[1] == 4);
    CHECK(rows[3].own.of_size[1] == 0);
    CHECK(rows[3].cumulative.of_size[1] == 5);
}

TEST_CASE("A table says beforehand what it may hold") {
    const law::Window window({1000, 9000});
    const TableMeasure by_row(RowGrid{500, 10}, CountMeasure(primes_and_twins));
    const Table<Counts> table = law::tally_of(by_row, window, window.interval);
    const double held = by_row.held_bytes(window.interval);
    CHECK(held >= static_cast<double>(table.rows().capacity() * sizeof(Table<Counts>::Row)));
    CHECK(held < 1.6 * 800 * sizeof(Table<Counts>::Row));
    CHECK(by_row.held_bytes({1000, 1000}) == 0);
}

TEST_CASE("A cursor survives its journal") {
    const law::Window window({0, 1000});
    const RowGrid grid{0, 100};
    const TableMeasure by_row(grid, CountMeasure(primes_and_twins));
    Table<Counts> table = law::tally_of(by_row, window, {0, 550});
    RowCursor<Counts> cursor;
    std::vector<RowCursor<Counts>::CompleteRow> rows;
    const auto keep = [&rows](const auto& row) { rows.push_back(row); };
    cursor.drain(table, grid, 0, 550, 1000, keep);
    CHECK(rows.size() == 5);
    auto read = deserialized<RowCursor<Counts>>(serialized(cursor));
    CHECK(read == cursor);
    table.combine(law::tally_of(by_row, window, {550, 1000}));
    read.drain(table, grid, 0, 1000, 1000, keep);
    REQUIRE(rows.size() == 10);
    CHECK(rows.back().cumulative.of_size[0] == 168);
}
