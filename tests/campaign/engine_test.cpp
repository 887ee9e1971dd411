#include "campaign/engine.hpp"
#include "campaign/stop.hpp"
#include "cluster/serial_ranks.hpp"
#include "cluster/threaded_ranks.hpp"
#include "law/erased.hpp"
#include "law/toy_workload.hpp"

#include "catch.hpp"

#include <mutex>

using namespace primerank;
using namespace primerank::campaign;
using namespace primerank::law;
using cluster::Ranks;
using cluster::SerialRanks;
using cluster::ThreadedRanks;

namespace {

State spelled_to(uint128 frontier, const Spelling& spelling) {
    return {frontier, erased_tally(spelling)};
}

const Spelling& spelling_of(const Outcome& outcome) {
    return outcome.state.tally.as<Spelling>();
}

/// Runs a campaign that publishes, on ranks that are threads, and returns rank 0's outcome. Every
/// rank has a workload of its own, as processes have.
Outcome publish_on_ranks(const Interval& axis, PublishingSpelling::Page& page, int ranks,
                         const Settings& settings, const State& from,
                         const std::function<void(std::uint64_t)>& at = nullptr) {
    Outcome result;
    ThreadedRanks::run(ranks, [&](Ranks& all) {
        const PublishingSpelling workload(axis, 2e-5, page, at);
        Observer observer;
        const Erased erased(workload);
        Engine engine(erased, all, settings, observer);
        Outcome mine =
            engine.run(from, [&](const Interval&, const AnyTally&, double, const State& state) {
                const std::lock_guard lock(page.mutex);
                CHECK(page.letters.substr(0, state.tally.as<Spelling>().text.size())
                      == state.tally.as<Spelling>().text);
            });
        if (all.rank() == 0) {
            result = std::move(mine);
        }
    });
    return result;
}

/// Runs a campaign on ranks that are threads and returns rank 0's outcome.
Outcome run_on_ranks(const SpellingWorkload& workload, int ranks, int threads,
                     const State& from = {}, const Commit& commit = {}) {
    Outcome result;
    ThreadedRanks::run(ranks, [&](Ranks& all) {
        Observer observer;
        Settings settings;
        settings.threads = threads;
        settings.plan = PlanSettings{.round_seconds = 0.05, .opening_seconds = 0.01};
        const Erased erased(workload);
        Engine engine(erased, all, settings, observer);
        Outcome mine = engine.run(from, commit);
        if (all.rank() == 0) {
            result = std::move(mine);
        }
    });
    return result;
}

} // namespace

TEST_CASE("Any number of ranks and threads gives the same bits", "[engine]") {
    const Interval axis{17, 50'017};
    const Spelling whole = SpellingWorkload::spell(axis);
    for (const int ranks : {1, 2, 3, 4, 7}) {
        for (const int threads : {1, 2}) {
            const Outcome outcome = run_on_ranks(SpellingWorkload(axis, 2e-5), ranks, threads,
                                                 spelled_to(axis.start, {}));
            CHECK(outcome.complete);
            CHECK(spelling_of(outcome) == whole);
            CHECK((outcome.state.frontier == axis.stop));
            CHECK(outcome.rounds > 1);
            uint128 covered = 0;
            for (const RankTotals& totals : outcome.ranks) {
                covered += totals.covered;
            }
            CHECK((covered == axis.width()));
        }
    }
}

TEST_CASE("One short round splits evenly, and ranks may outnumber integers", "[engine]") {
    const Outcome four = run_on_ranks(SpellingWorkload({0, 1000}), 4, 1);
    REQUIRE(four.ranks.size() == 4);
    CHECK((four.ranks[1].first_chunk == Interval{250, 500}));
    CHECK(four.rounds == 1);

    const Interval tiny{5, 8};
    const Outcome outcome = run_on_ranks(SpellingWorkload(tiny), 7, 2, spelled_to(5, {}));
    CHECK(outcome.complete);
    CHECK(spelling_of(outcome) == SpellingWorkload::spell(tiny));

    const Outcome nothing = run_on_ranks(SpellingWorkload({5, 5}), 3, 1, spelled_to(5, {}));
    CHECK(nothing.complete);
    CHECK(nothing.rounds == 0);
    CHECK(spelling_of(nothing) == Spelling{});
}

TEST_CASE("A campaign continues from where it stood", "[engine]") {
    const Interval axis{0, 3000};
    const State half = spelled_to(1234, SpellingWorkload::spell({0, 1234}));
    const Outcome outcome = run_on_ranks(SpellingWorkload(axis, 1e-4), 3, 1, half);
    CHECK(outcome.complete);
    CHECK(spelling_of(outcome) == SpellingWorkload::spell(axis));
}

TEST_CASE("Every round is committed, adjacent to the one before", "[engine]") {
    const Interval axis{0, 20'000};
    uint128 frontier = axis.start;
    Spelling committed;
    run_on_ranks(SpellingWorkload(axis, 2e-5), 3, 2, {},
                 [&](const Interval& round, const AnyTally& tally, double, State& state) {
                     CHECK((round.start == frontier));
                     frontier = round.stop;
                     CHECK((state.frontier == frontier));
                     committed.combine(tally.as<Spelling>());
                     CHECK(state.tally.as<Spelling>() == committed);
                 });
    CHECK(committed == SpellingWorkload::spell(axis));
}

TEST_CASE("A stop keeps a prefix that a later run continues", "[engine]") {
    const Interval axis{0, 40'000};
    for (const int ranks : {1, 3}) {
        clear_stop_request();
        const SpellingWorkload stopping(axis, 1e-4, [](std::uint64_t n) {
            if (n == 9000) {
                request_stop();
            }
        });
        const Outcome stopped = run_on_ranks(stopping, ranks, 2);
        clear_stop_request();
        CHECK_FALSE(stopped.complete);
        CHECK((stopped.state.frontier < axis.stop));
        CHECK(spelling_of(stopped) == SpellingWorkload::spell({0, stopped.state.frontier}));

        const Outcome rest = run_on_ranks(SpellingWorkload(axis, 1e-5), 4, 1, stopped.state);
        CHECK(rest.complete);
        CHECK(spelling_of(rest) == SpellingWorkload::spell(axis));
    }
}

TEST_CASE("A process without a launcher is one rank", "[engine]") {
    const SpellingWorkload workload({0, 5000}, 1e-5);
    SerialRanks serial;
    Observer observer;
    const Erased erased(workload);
    Engine engine(erased, serial, Settings{}, observer);
    const Outcome outcome = engine.run({}, {});
    CHECK(outcome.complete);
    CHECK(spelling_of(outcome) == SpellingWorkload::spell({0, 5000}));
}

TEST_CASE("What ranks publish stands in order before its round is committed", "[engine]") {
    const Interval axis{17, 20'017};
    const Spelling whole = SpellingWorkload::spell(axis);
    for (const int ranks : {1, 2, 3, 4, 7}) {
        Settings settings;
        settings.threads = 2;
        settings.audit_share = ranks % 2 == 0 ? 0.5 : 0;
        PublishingSpelling::Page page;
        const Outcome outcome =
            publish_on_ranks(axis, page, ranks, settings, spelled_to(axis.start, {}));
        CHECK(outcome.complete);
        CHECK(outcome.rounds > 1);
        CHECK(page.letters == whole.text);
        CHECK(page.chunks == outcome.rounds * static_cast<std::size_t>(ranks));
    }
}

TEST_CASE("A stopped campaign publishes on from its prefix, whatever stands behind", "[engine]") {
    const Interval axis{0, 30'000};
    PublishingSpelling::Page page;
    clear_stop_request();
    const Outcome stopped = publish_on_ranks(axis, page, 3, Settings{}, {}, [](std::uint64_t n) {
        if (n == 9000) {
            request_stop();
        }
    });
    clear_stop_request();
    CHECK_FALSE(stopped.complete);
    page.letters.resize(spelling_of(stopped).text.size());
    page.letters += "left by a kill";
    const Outcome rest = publish_on_ranks(axis, page, 2, Settings{}, stopped.state);
    CHECK(rest.complete);
    CHECK(page.letters == SpellingWorkload::spell(axis).text);
}
