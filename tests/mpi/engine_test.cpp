#include "world.hpp"

#include "campaign/engine.hpp"
#include "law/erased.hpp"
#include "law/toy_workload.hpp"
#include "tally/counts.hpp"
#include "tally/enumeration.hpp"

#include "catch.hpp"

#include <memory>

using namespace primerank;
using namespace primerank::campaign;
using namespace primerank::law;

namespace {

template <class W>
Outcome run(const W& workload, int threads) {
    Observer observer;
    Settings settings;
    settings.threads = threads;
    settings.plan = PlanSettings{.round_seconds = 0.02, .opening_seconds = 0.005};
    const Erased erased(workload);
    Engine engine(erased, cluster::world(), settings, observer);
    return engine.run({workload.axis().start, {}}, {});
}

} // namespace

TEST_CASE("Real ranks spell the axis in order", "[mpi]") {
    const Interval axis{3, 20'003};
    const auto outcome = run(SpellingWorkload(axis, 1e-5), 2);
    if (cluster::world().rank() == 0) {
        CHECK(outcome.complete);
        CHECK(outcome.rounds > 1);
        CHECK(outcome.state.tally.as<Spelling>() == SpellingWorkload::spell(axis));
    }
}

TEST_CASE("Real ranks count primes and tuplets, a fixed-size tally", "[mpi]") {
    static_assert(std::is_trivially_copyable_v<tally::Counts>);
    const tally::Enumeration workload(
        {0, 10'000'001},
        tally::CountMeasure(
            tally::parse_tuplet_sizes("primes,twins,triplets,quadruplets,quintuplets,sextuplets")),
        sieve::Method::enumerate,
        [](const tally::Counts& counts) { return WideSum(counts.of_size[0]); });
    const auto outcome = run(workload, 1);
    if (cluster::world().rank() == 0) {
        CHECK(outcome.complete);
        CHECK(outcome.state.tally.as<tally::Counts>().of_size
              == tally::TupletCounts{664'579, 58'980, 17'220, 899, 321, 18});
    }
}
