#include "campaign/planner.hpp"
#include "campaign/set_up.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <deque>
#include <functional>

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

/// Seconds that a rank takes for work of some cost that it begins at a time.
using Takes = std::function<double(std::size_t rank, double begin, double cost)>;

/// Plays the planner against ranks, two rounds out at a time as the engine keeps them, and checks
/// that the chunks tile the axis. truth: the cost that chunks have, whatever the model says.
Run play(const Interval& axis, const WorkModel& work, std::size_t ranks, const Takes& takes,
         const std::function<double(const Interval&)>& truth) {
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
            const double begin = std::max(now, free_at[i]);
            const double busy = takes(i, begin, truth(round.chunks[i]));
            free_at[i] = round.chunks[i].empty() ? free_at[i] : begin + busy;
            run.busy += busy;
            result.timings.push_back({busy, round.chunks[i].empty() ? now : begin + busy});
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

Run play(const Interval& axis, const WorkModel& work, std::size_t ranks, const Takes& takes) {
    return play(axis, work, ranks, takes, work.cost);
}

Run play(const Interval& axis, const WorkModel& work, const std::vector<double>& speeds) {
    return play(axis, work, speeds.size(),
                [&speeds](std::size_t rank, double, double cost) { return cost / speeds[rank]; });
}

std::vector<double> costs(const Round& round, const WorkModel& work) {
    std::vector<double> result;
    for (const Interval& chunk : round.chunks) {
        result.push_back(work.cost(chunk));
    }
    return result;
}

/// What ranks of these speeds report of a round that all of them began at the same time.
std::vector<ChunkTiming> timings(const std::vector<double>& costs, double begin,
                                 const std::vector<double>& speeds) {
    std::vector<ChunkTiming> result;
    for (std::size_t i = 0; i < costs.size(); ++i) {
        result.push_back({costs[i] / speeds[i], begin + costs[i] / speeds[i]});
    }
    return result;
}

/// Density falls like 1 / (place + 10^6), by a factor of 10^5 along [0, 10^11).
WorkModel steep_model(double seconds, uint128 grid) {
    return {[seconds](const Interval& piece) {
                const auto width = static_cast<double>(piece.width());
                const auto start = static_cast<double>(piece.start);
                return seconds * std::log1p(width / (start + 1e6)) / std::log1p(1e5);
            },
            [grid](uint128 place) { return place / grid * grid; }};
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

TEST_CASE("Ranks finish a round together, whatever they have in hand", "[planner]") {
    const WorkModel work = model();
    const std::vector<double> speeds{1, 0.7, 3, 1.3};
    RoundPlanner planner({0, 1'000'000'000}, work, {1, 1, 1, 1}, PlanSettings{});
    // The planner's clock may have run for long.
    for (const double begin : {0.0, 1e9}) {
        const std::vector<double> first = costs(planner.next(begin), work);
        const std::vector<ChunkTiming> done = timings(first, begin, speeds);
        planner.finished(done);
        const double now = std::min_element(done.begin(), done.end(), [](auto& a, auto& b) {
                               return a.finished_at < b.finished_at;
                           })->finished_at;
        const std::vector<double> second = costs(planner.next(now), work);
        const double end = done[0].finished_at + second[0] / speeds[0];
        for (std::size_t i = 0; i < speeds.size(); ++i) {
            CHECK(std::max(now, done[i].finished_at) + second[i] / speeds[i]
                  == Approx(end).margin(0.01));
        }
        planner.finished(timings(second, end, speeds));
    }
}

TEST_CASE("Work of a few seconds leaves enough for when speeds are known", "[planner]") {
    const Run run = play({0, 3'500'000}, model(), 2, [](std::size_t i, double, double cost) {
        return i == 1 ? 1.2 * cost : cost;
    });
    CHECK(run.seconds < 1.03 * 3.5 / (1 + 1 / 1.2));
}

TEST_CASE("Uneven work of a second a rank is not staked on the forecast", "[planner]") {
    const Run run =
        play({0, 100'000'000'000}, steep_model(3.4, 1), 4,
             [](std::size_t i, double, double cost) { return i == 1 ? 1.3 * cost : cost; });
    CHECK(run.seconds < 1.05 * 3.4 / (3 + 1 / 1.3));
}

TEST_CASE("Nor is rough work that looks even", "[planner]") {
    PlanSettings settings;
    const Interval axis{0, 1'600'000}; // 0.8 s for each of two ranks
    CHECK(RoundPlanner(axis, model(), {1, 1}, settings).next(0).interval().stop == axis.stop);
    settings.costs_are_rough = true;
    CHECK(RoundPlanner(axis, model(), {1, 1}, settings).next(0).interval().stop <= axis.stop / 4);
    const Interval short_axis{0, 100'000};
    CHECK(RoundPlanner(short_axis, model(), {1, 1}, settings).next(0).interval().stop
          == short_axis.stop);
}

TEST_CASE("A model that is wrong about a part of the axis is not taken for slow ranks",
          "[planner]") {
    // What the model says, 20 s a rank, is wrong by 0.7, from three quarters on by 1.8.
    constexpr std::size_t ranks = 4;
    const auto up_to = [](uint128 place) {
        const double million = 1e-6 * static_cast<double>(place);
        return 0.7 * million + 1.1 * std::max(0.0, million - 60);
    };
    const Run run = play(
        {0, 80'000'000}, model(), ranks, [](std::size_t, double, double cost) { return cost; },
        [&](const Interval& piece) { return up_to(piece.stop) - up_to(piece.start); });
    CHECK(run.efficiency(ranks) > 0.99);
}

TEST_CASE("Where set-ups count, ranks that do as expected get few rounds", "[planner]") {
    const Interval axis{0, 12'600'000};
    const WorkModel work = model(0.04);
    const Run steady = play(axis, work, {1, 1});
    int chunks = 0; // every third takes longer: now one rank's, now the other's
    const Run unsteady = play(axis, work, 2, [&chunks](std::size_t, double, double cost) {
        return chunks++ % 3 == 0 ? 1.2 * cost : cost;
    });
    CHECK(steady.rounds <= 5);
    CHECK(unsteady.rounds > steady.rounds);
}

TEST_CASE("A stall shorter than a round costs the others nothing", "[planner]") {
    bool stalled = false;
    const Run run =
        play({0, 400'000'000}, model(), 4, [&](std::size_t i, double begin, double cost) {
            const bool now = i == 2 && begin > 40 && !stalled;
            stalled = stalled || now;
            return cost + (now ? 3 : 0);
        });
    CHECK(stalled);
    CHECK(run.efficiency(4) > 0.995);
}

TEST_CASE("A rank that becomes slow half way gets less", "[planner]") {
    const Run run =
        play({0, 150'000'000}, model(), 2, [](std::size_t i, double begin, double cost) {
            return i == 1 && begin > 50 ? 2 * cost : cost;
        });
    // 100 s of both, then 50 units at a speed of 1.5.
    CHECK(run.seconds < 1.03 * (50 + 50 / 1.5));
}

TEST_CASE("Costs that are steep or come in lumps keep all ranks busy", "[planner]") {
    constexpr double each = 100;
    for (const std::size_t ranks : {1U, 2U, 7U, 64U}) {
        const double seconds = each * static_cast<double>(ranks);
        const Interval axis{0, 100'000'000'000};
        CHECK(play(axis, steep_model(seconds, 1), std::vector<double>(ranks, 1)).seconds
              < 1.02 * each);
        // A border's distance costs up to 1/120 of the seconds a rank.
        const auto grid = static_cast<uint128>(1e5 / static_cast<double>(ranks));
        CHECK(play(axis, steep_model(seconds, grid), std::vector<double>(ranks, 1)).seconds
              < 1.02 * each);
    }
}

TEST_CASE("Both opening rounds have something for every rank, though borders are coarse",
          "[planner]") {
    const uint128 grid = 600'000; // 0.6 s, of an opening of 1 s
    RoundPlanner planner({0, 1000 * grid}, model(0, grid), {1, 1}, PlanSettings{});
    for (int i = 0; i < 2; ++i) {
        for (const Interval& chunk : planner.next(0).chunks) {
            CHECK_FALSE(chunk.empty());
        }
    }
}

TEST_CASE("Lumps larger than a rank's share of a round go to different ranks", "[planner]") {
    // 64 lumps of 10 s for 8 ranks and rounds of 4 s.
    const uint128 lump = 10'000'000;
    const Run run = play({0, 64 * lump}, model(0, lump), std::vector<double>(8, 1));
    CHECK(run.seconds < 101);
}

TEST_CASE("Cost that sits in one place is found", "[planner]") {
    const WorkModel work{[](const Interval& piece) {
                             return (piece.contains(777) ? 10.0 : 0.0)
                                    + 1e-6 * static_cast<double>(piece.width());
                         },
                         [](uint128 place) { return place; }};
    // The 10 units in one place cannot be shared; the others wait for them once, if at all.
    CHECK(play({0, 60'000'000}, work, std::vector<double>(4, 1)).seconds < 25);
}

TEST_CASE("No round holds more than ranks may keep", "[planner]") {
    WorkModel work = model(1e-3);
    work.held_bytes = [](const Interval& piece) {
        return 100 * static_cast<double>(piece.width());
    };
    for (const std::size_t ranks : {std::size_t{1}, std::size_t{4}, std::size_t{100}}) {
        PlanSettings settings;
        settings.most_held_bytes = 1e7;
        RoundPlanner planner({0, 5'000'000}, work, std::vector<double>(ranks, 1), settings);
        double now = 0;
        uint128 next = 0;
        while (!planner.exhausted()) {
            const Round round = planner.next(now);
            CHECK((round.interval().start == next));
            CHECK(work.held_bytes(round.interval()) <= 1.01 * settings.most_held_bytes);
            next = round.interval().stop;
            std::vector<ChunkTiming> timings;
            for (const double cost : costs(round, work)) {
                timings.push_back({cost, now + cost});
            }
            now += 0.1;
            planner.finished(timings);
        }
        CHECK((next == 5'000'000));
    }
}

TEST_CASE("Ten thousand ranks, rounds of seconds", "[planner]") {
    int calls = 0;
    WorkModel work = model();
    work.cost = [&calls, cost = work.cost](const Interval& piece) {
        ++calls;
        return cost(piece);
    };
    constexpr std::size_t ranks = 10'000;
    RoundPlanner planner({0, uint128{1} << 60}, work, std::vector<double>(ranks, 1),
                         PlanSettings::for_ranks(ranks));
    const std::vector<double> opening = costs(planner.next(0), work);
    std::vector<double> speeds(ranks);
    for (std::size_t i = 0; i < ranks; ++i) {
        speeds[i] = 1 - 0.3 * static_cast<double>(i % 97) / 97;
    }
    planner.finished(timings(opening, 0, speeds));
    calls = 0;
    const Round round = planner.next(2);
    CHECK(calls < 7 * static_cast<int>(ranks));
    const std::vector<double> work_of_ranks = costs(round, work);
    for (const std::size_t i : {0U, 96U, 5000U, 9999U}) {
        CHECK(work_of_ranks[i] / speeds[i] == Approx(16).epsilon(0.02));
    }
}

TEST_CASE("Rounds are longer where set-ups take a good part of a piece", "[campaign][planner]") {
    const Interval axis{0, 1'000'000};
    const auto stretch = [&](double set_up) {
        return stretch_worth_set_ups(
            [=](const Interval& piece) {
                return piece.empty() ? 0 : set_up + static_cast<double>(piece.width()) / 1000;
            },
            axis, 4);
    };
    CHECK(stretch(0) == 1);
    CHECK(stretch(0.1) == 1);
    // Of pieces of 4 s each takes 4 s in vain, of 16 pieces in one all but one.
    CHECK(stretch(4) > 1);
    CHECK(stretch(4) < 16);
    CHECK(stretch(30) == 16);
    const auto linear = [](const Interval& piece) { return static_cast<double>(piece.width()); };
    CHECK(stretch_worth_set_ups(linear, {5, 5}, 1) == 1);
    CHECK(stretch_worth_set_ups(linear, {5, 6}, 4) == 1);
}
