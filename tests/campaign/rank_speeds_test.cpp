#include "campaign/rank_speeds.hpp"

#include "catch.hpp"

#include <optional>
#include <vector>

using namespace primerank::campaign;

namespace {

using Seen = std::vector<std::optional<double>>;

} // namespace

TEST_CASE("A stall leaves no trace in a speed, a lasting change does", "[speeds]") {
    SpeedEstimate stalled;
    for (const double speed : {1.0, 1.02, 0.98, 0.3, 1.01, 1.0, 0.2, 1.0}) {
        stalled.measured(speed);
        CHECK(stalled.value() > 0.95);
    }
    SpeedEstimate slowed;
    for (const double speed : {1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.5}) {
        slowed.measured(speed);
    }
    CHECK(slowed.value() < 0.6);
    SpeedEstimate opened_by_a_stall;
    opened_by_a_stall.measured(0.1);
    opened_by_a_stall.measured(1);
    CHECK(opened_by_a_stall.value() == 1);
}

TEST_CASE("Speeds are the guesses until a round has come back", "[speeds]") {
    RankSpeeds speeds({1, 3});
    CHECK_FALSE(speeds.known());
    CHECK(speeds.total() == 4);
    speeds.measured(Seen{10, 30});
    CHECK(speeds.known());
    CHECK(speeds[0] == Approx(10));
    CHECK(speeds[1] == Approx(30));
}

TEST_CASE("What all ranks have in common counts at once, what one rank has does not", "[speeds]") {
    RankSpeeds speeds({1, 1, 1, 1});
    for (int round = 0; round < 3; ++round) {
        speeds.measured(Seen{1, 1, 1, 1});
    }
    speeds.measured(Seen{0.5, 0.5, 0.5, 0.5});
    CHECK(speeds.total() == Approx(2));
    speeds.measured(Seen{0.5, 0.5, 0.5, 0.1});
    CHECK(speeds[3] / speeds[0] > 0.9);
}

TEST_CASE("A rank that is slow throughout is known as slow", "[speeds]") {
    RankSpeeds speeds({1, 1, 1});
    for (const double level : {1.0, 0.7, 1.8, 1.1, 0.9, 1.0}) {
        speeds.measured(Seen{level, level / 2, level});
        CHECK(speeds[1] / speeds[0] == Approx(0.5));
        CHECK(speeds[0] == Approx(level));
    }
}

TEST_CASE("A rank without a measurement goes with the others", "[speeds]") {
    RankSpeeds speeds({2, 2, 4});
    speeds.measured(Seen{20, 20, std::nullopt});
    CHECK(speeds[2] == Approx(40));
    speeds.measured(Seen{std::nullopt, std::nullopt, std::nullopt});
    CHECK(speeds.total() == Approx(80));
}

TEST_CASE("A round is a surprise by what one rank does against the others", "[speeds]") {
    RankSpeeds speeds({1, 1});
    speeds.measured(Seen{1, 1});
    CHECK(speeds.surprise() == Approx(0).margin(1e-12));
    speeds.measured(Seen{0.5, 0.5});
    CHECK(speeds.surprise() == Approx(0).margin(1e-12));
    speeds.measured(Seen{0.5, 0.6});
    CHECK(speeds.surprise() == Approx(1.0 / 11));
}
