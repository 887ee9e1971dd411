#include "campaign/engine.hpp"
#include "campaign/toy_workload.hpp"
#include "cluster/serial_communicator.hpp"
#include "cluster/threaded_communicator.hpp"

#include <catch2/catch.hpp>

#include <mutex>

using namespace primerank;
using namespace primerank::campaign;
using cluster::SerialCommunicator;
using cluster::ThreadedCommunicator;

namespace {

using SpellingOutcome = Outcome<Spelling>;
using SpellingState = State<Spelling>;

/// Runs a campaign that publishes, on ranks that are threads, and returns rank 0's outcome. Every
/// rank has a workload of its own, as processes have.
SpellingOutcome publish_on_ranks(const Interval& axis, PublishingSpelling::Page& page, int ranks,
                                 const Settings& settings, const SpellingState& from,
                                 const std::function<void(std::uint64_t)>& at = nullptr) {
    SpellingOutcome result;
    ThreadedCommunicator::run(ranks, [&](ThreadedCommunicator& communicator) {
        const PublishingSpelling workload(axis, 2e-5, page, at);
        Observer observer;
        Engine engine(workload, communicator, settings, observer);
        SpellingOutcome mine = engine.run(
            from, [&](const Interval&, const Spelling&, double, const SpellingState& state) {
                const std::lock_guard lock(page.mutex);
                CHECK(page.letters.substr(0, state.tally.text.size()) == state.tally.text);
            });
        if (communicator.rank() == 0) {
            result = std::move(mine);
        }
    });
    return result;
}

/// Runs a campaign on ranks that are threads and returns rank 0's outcome.
SpellingOutcome run_on_ranks(const SpellingWorkload& workload, int ranks, int threads,
                             const SpellingState& from = {}, const Commit<Spelling>& commit = {}) {
    SpellingOutcome result;
    ThreadedCommunicator::run(ranks, [&](ThreadedCommunicator& communicator) {
        Observer observer;
        Settings settings;
        settings.threads = threads;
        settings.plan = PlanSettings{.round_seconds = 0.05, .opening_seconds = 0.01};
        Engine engine(workload, communicator, settings, observer);
        SpellingOutcome mine = engine.run(from, commit);
        if (communicator.rank() == 0) {
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
            const SpellingOutcome outcome =
                run_on_ranks(SpellingWorkload(axis, 2e-5), ranks, threads, {axis.start, {}});
            CHECK(outcome.complete);
            CHECK(outcome.state.tally == whole);
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
    const SpellingOutcome four = run_on_ranks(SpellingWorkload({0, 1000}), 4, 1);
    REQUIRE(four.ranks.size() == 4);
    CHECK((four.ranks[1].first_chunk == Interval{250, 500}));
    CHECK(four.rounds == 1);

    const Interval tiny{5, 8};
    const SpellingOutcome outcome = run_on_ranks(SpellingWorkload(tiny), 7, 2, {5, {}});
    CHECK(outcome.complete);
    CHECK(outcome.state.tally == SpellingWorkload::spell(tiny));

    const SpellingOutcome nothing = run_on_ranks(SpellingWorkload({5, 5}), 3, 1, {5, {}});
    CHECK(nothing.complete);
    CHECK(nothing.rounds == 0);
    CHECK(nothing.state.tally == Spelling{});
}

TEST_CASE("A campaign continues from where it stood", "[engine]") {
    const Interval axis{0, 3000};
    const SpellingState half{1234, SpellingWorkload::spell({0, 1234})};
    const SpellingOutcome outcome = run_on_ranks(SpellingWorkload(axis, 1e-4), 3, 1, half);
    CHECK(outcome.complete);
    CHECK(outcome.state.tally == SpellingWorkload::spell(axis));
}

TEST_CASE("Every round is committed, adjacent to the one before", "[engine]") {
    const Interval axis{0, 20'000};
    uint128 frontier = axis.start;
    Spelling committed;
    run_on_ranks(SpellingWorkload(axis, 2e-5), 3, 2, {},
                 [&](const Interval& round, const Spelling& tally, double, SpellingState& state) {
                     CHECK((round.start == frontier));
                     frontier = round.stop;
                     CHECK((state.frontier == frontier));
                     committed.combine(tally);
                     CHECK(state.tally == committed);
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
        const SpellingOutcome stopped = run_on_ranks(stopping, ranks, 2);
        clear_stop_request();
        CHECK_FALSE(stopped.complete);
        CHECK((stopped.state.frontier < axis.stop));
        CHECK(stopped.state.tally == SpellingWorkload::spell({0, stopped.state.frontier}));

        const SpellingOutcome rest =
            run_on_ranks(SpellingWorkload(axis, 1e-5), 4, 1, stopped.state);
        CHECK(rest.complete);
        CHECK(rest.state.tally == SpellingWorkload::spell(axis));
    }
}

TEST_CASE("A process without a launcher is one rank", "[engine]") {
    const SpellingWorkload workload({0, 5000}, 1e-5);
    SerialCommunicator communicator;
    Observer observer;
    Engine engine(workload, communicator, Settings{}, observer);
    const SpellingOutcome outcome = engine.run({}, {});
    CHECK(outcome.complete);
    CHECK(outcome.state.tally == SpellingWorkload::spell({0, 5000}));
}

TEST_CASE("What ranks publish stands in order before its round is committed", "[engine]") {
    const Interval axis{17, 20'017};
    const Spelling whole = SpellingWorkload::spell(axis);
    for (const int ranks : {1, 2, 3, 4, 7}) {
        Settings settings;
        settings.threads = 2;
        settings.audit_share = ranks % 2 == 0 ? 0.5 : 0;
        PublishingSpelling::Page page;
        const SpellingOutcome outcome =
            publish_on_ranks(axis, page, ranks, settings, {axis.start, {}});
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
    const SpellingOutcome stopped =
        publish_on_ranks(axis, page, 3, Settings{}, {}, [](std::uint64_t n) {
            if (n == 9000) {
                request_stop();
            }
        });
    clear_stop_request();
    CHECK_FALSE(stopped.complete);
    page.letters.resize(stopped.state.tally.text.size());
    page.letters += "left by a kill";
    const SpellingOutcome rest = publish_on_ranks(axis, page, 2, Settings{}, stopped.state);
    CHECK(rest.complete);
    CHECK(page.letters == SpellingWorkload::spell(axis).text);
}
