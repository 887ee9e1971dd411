#include "campaign/planner.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <deque>
#include <numeric>

using namespace primerank;
using namespace primerank::campaign;

namespace {

/// One cost unit an integer, and a set-up for every piece that is not empty.
WorkModel model(double setup = 0, uint128 grid = 1) {
    return {[setup](const Interval& piece) {
                return piece.empty() ? 0 : setup + 1e-6 * static_cast<double>(piece.width());
            },
            [grid](uint128 place) { return place / grid * grid; }};
}

struct Run {
    double seconds = 0;
    double busy = 0; ///< of all ranks
    std::size_t rounds = 0;

    [[nodiscard]] double efficiency(std::size_t ranks) const {
        return busy / (seconds * static_cast<double>(ranks));
    }
};

/// Plays the planner against ranks of given true speeds, two rounds out at a time as the engine
/// keeps them, and checks that the chunks tile the axis.
Run play(const Interval& axis, const WorkModel& work, const std::vector<double>& true_speeds) {
    const std::size_t ranks = true_speeds.size();
    RoundPlanner planner(axis, work, std::vector<double>(ranks, 1), PlanSettings{});
    std::vector<double> free_at(ranks, 0);
    struct Out {
        std::vector<ChunkTiming> timings;
        double done = 0;
    };
    std::deque<Out> out;
    uint128 next = axis.start;
    double now = 0;
    Run run;
    const auto hand_out = [&] {
        const Round round = planner.next(now);
        CHECK(round.number == run.rounds);
        Out result;
        for (std::size_t i = 0; i < ranks; ++i) {
            CHECK((round.chunks[i].start == next));
            CHECK((round.chunks[i].stop >= next));
            next = round.chunks[i].stop;
            const double busy = work.cost(round.chunks[i]) / true_speeds[i];
            free_at[i] = std::max(now, free_at[i]) + busy;
            run.busy += busy;
            result.timings.push_back({busy, free_at[i]});
            result.done = std::max(result.done, free_at[i]);
        }
        out.push_back(result);
        ++run.rounds;
    };
    while (!planner.exhausted() || !out.empty()) {
        while (out.size() < 2 && !planner.exhausted()) {
            hand_out();
        }
        now = std::max(now, out.front().done);
        planner.finished(out.front().timings);
        out.pop_front();
    }
    CHECK((next == axis.stop));
    run.seconds = now;
    return run;
}

} // namespace

TEST_CASE("Rounds tile the axis and keep equal ranks busy", "[planner]") {
    for (const std::size_t ranks : {1U, 2U, 3U, 4U, 7U, 64U}) {
        const Run run = play({12'345, 12'345 + uint128{60'000'000} * ranks}, model(),
                             std::vector<double>(ranks, 1));
        CHECK(run.efficiency(ranks) > 0.99);
        CHECK(run.rounds >= 10);
    }
}

TEST_CASE("A slow rank gets less, and nobody waits for it", "[planner]") {
    const Run run = play({0, 90'000'000}, model(), {1, 0.5});
    CHECK(run.seconds < 1.03 * 90 / 1.5);
    const Run mixed = play({0, 1'000'000'000}, model(), {1, 0.7, 3, 0.9, 1.1, 1, 1, 0.5});
    CHECK(mixed.seconds < 1.03 * 1000 / 9.2);
}

TEST_CASE("A machine of another speed than the model's is no matter", "[planner]") {
    CHECK(play({0, 100'000'000}, model(), {10, 10, 10}).efficiency(3) > 0.97);
    CHECK(play({0, 10'000'000}, model(), {0.1, 0.1, 0.1}).efficiency(3) > 0.97);
}

TEST_CASE("Set-up costs keep the last rounds long enough to be worth it", "[planner]") {
    const double setup = 0.1;
    const Run run = play({0, 400'000'000}, model(setup), {1, 1, 1, 1});
    CHECK(run.seconds < 1.1 * (100 + 10 * setup));
}

TEST_CASE("Chunks end on borders, however coarse", "[planner]") {
    const uint128 grid = 7'000'000;
    const Interval axis{0, 10 * grid};
    RoundPlanner planner(axis, model(0, grid), {1, 1, 1}, PlanSettings{});
    uint128 next = 0;
    while (!planner.exhausted()) {
        const Round round = planner.next(0);
        CHECK_FALSE(round.interval().empty());
        for (const Interval& chunk : round.chunks) {
            CHECK((chunk.start == next));
            CHECK((chunk.stop % grid == 0));
            next = chunk.stop;
        }
        planner.finished(std::vector<ChunkTiming>(3));
    }
    CHECK((next == axis.stop));
}

TEST_CASE("The opening splits evenly, by threads", "[planner]") {
    RoundPlanner even({0, 100'000}, model(), {1, 1, 1, 1}, PlanSettings{});
    const Round quarters = even.next(0);
    CHECK((quarters.chunks[2] == Interval{50'000, 75'000}));
    CHECK(even.exhausted());

    RoundPlanner uneven({0, 100'000}, model(), {1, 3}, PlanSettings{});
    CHECK((uneven.next(0).chunks[0] == Interval{0, 25'000}));

    RoundPlanner more_ranks_than_integers({5, 8}, model(), {1, 1, 1, 1, 1, 1, 1}, PlanSettings{});
    const Round few = more_ranks_than_integers.next(0);
    CHECK((few.interval() == Interval{5, 8}));
    CHECK(std::all_of(few.chunks.begin(), few.chunks.end(),
                      [](const Interval& chunk) { return chunk.width() <= 1; }));
}
