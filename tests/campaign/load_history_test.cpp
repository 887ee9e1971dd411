#include "campaign/load_history.hpp"

#include "catch.hpp"

#include <numeric>

using primerank::campaign::LoadHistory;

namespace {

double total(const LoadHistory& history, std::size_t rank) {
    const std::vector<double> busy = history.busy_seconds(rank);
    return std::accumulate(busy.begin(), busy.end(), 0.0);
}

} // namespace

TEST_CASE("work is put where it was done") {
    LoadHistory history(2);
    history.add(0, 1, 1);
    history.add(1, 0.25, 0.75);
    REQUIRE(history.span_seconds() == 1.0 / 64);
    const std::vector<double> busy = history.busy_seconds(1);
    REQUIRE(busy.size() == history.busy_seconds(0).size());
    CHECK(busy[31] == 0);
    CHECK(busy[32] == Approx(1.0 / 64));
    CHECK(busy[47] == Approx(1.0 / 64));
    CHECK(busy[48] == 0);
    CHECK(total(history, 0) == Approx(1));
}

TEST_CASE("a long run keeps its sum in as many spans, none fuller than it is long") {
    LoadHistory history(3);
    double done = 0;
    for (int round = 1; round <= 10'000; ++round) {
        const double until = 7.5 * round;
        const double busy = 1 + round % 6;
        history.add(1, busy, until);
        done += busy;
    }
    const std::vector<double> busy = history.busy_seconds(1);
    CHECK(busy.size() <= history.most_spans());
    CHECK(busy.size() > history.most_spans() / 2);
    CHECK(total(history, 1) == Approx(done));
    CHECK(total(history, 0) == 0);
    for (const double span : busy) {
        CHECK(span <= Approx(history.span_seconds()));
    }
}

TEST_CASE("many ranks get fewer spans") {
    LoadHistory history(20'000);
    history.add(19'999, 100, 100);
    CHECK(history.busy_seconds(0).size() <= 8);
    CHECK(total(history, 19'999) == Approx(100));
}

TEST_CASE("a chunk that took no time leaves no trace") {
    LoadHistory history(1);
    history.add(0, 0, 5);
    CHECK(history.busy_seconds(0).empty());
}
