#include "primerank/internal/pieces.hpp"

#include "catch.hpp"

#include <cmath>

using namespace primerank;
using namespace primerank::internal;

namespace {

/// A second for each million numbers, and a set-up.
Work work_on(const Interval& interval, double set_up) {
    return {interval,
            {[set_up](const Interval& piece) {
                 return piece.empty() ? 0 : set_up + static_cast<double>(piece.width()) / 1e6;
             },
             [](uint128 position) { return position - position % 240; }}};
}

void check_adjacent(const std::vector<Interval>& pieces, const Interval& whole) {
    uint128 place = whole.start;
    for (const Interval& piece : pieces) {
        CHECK(piece.start == place);
        CHECK_FALSE(piece.empty());
        place = piece.stop;
    }
    CHECK(place == whole.stop);
}

} // namespace

TEST_CASE("pieces are adjacent, of about the same cost, and end at borders") {
    const Interval whole{1'000'007, 9'000'013};
    const std::vector<Interval> pieces = pieces_of(work_on(whole, 0), 4);
    check_adjacent(pieces, whole);
    CHECK(pieces.size() == 64);
    for (const Interval& piece : pieces) {
        CHECK(std::abs(static_cast<double>(piece.width()) - 125'000) < 2000);
        CHECK((piece.stop == whole.stop || piece.stop % 240 == 0));
    }
}

TEST_CASE("pieces are few where one thread, or little work, or a long set-up asks for it") {
    CHECK(pieces_of(work_on({0, 8'000'000}, 0), 1).size() == 1);
    CHECK(pieces_of(work_on({0, 9'000}, 0), 4).size() == 1);
    CHECK(pieces_of(work_on({0, 8'000'000}, 5), 4).size() == 4);
    CHECK(pieces_of(work_on({5, 5}, 0), 4).empty());
}

TEST_CASE("no piece is wider than is allowed") {
    Work work = work_on({0, 8'000'000}, 0);
    work.widest = 100'000;
    for (const unsigned threads : {1U, 4U}) {
        const std::vector<Interval> pieces = pieces_of(work, threads);
        check_adjacent(pieces, work.interval);
        for (const Interval& piece : pieces) {
            CHECK(piece.width() <= work.widest + 500); // a border away
        }
    }
}
