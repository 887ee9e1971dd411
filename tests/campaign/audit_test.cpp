#include "campaign/engine.hpp"
#include "cluster/threaded_ranks.hpp"
#include "law/erased.hpp"
#include "law/toy_workload.hpp"

#include "catch.hpp"

#include <atomic>

using namespace primerank;
using namespace primerank::campaign;
using namespace primerank::law;
using cluster::ThreadedRanks;

namespace {

/// Spells wrongly whatever a worker (not an auditor) does on one rank from one place on, as a rank
/// with a bad memory module might.
class FaultyWorkload : public SpellingWorkload {
  public:
    FaultyWorkload(const Interval& axis, bool faulty, uint128 from)
        : SpellingWorkload(axis, 1e-5), faulty_(faulty), from_(from) {}

    struct Worker {
        bool audits = false;
    };
    [[nodiscard]] static Worker make_worker() { return {}; }
    [[nodiscard]] static Worker make_auditor() { return {true}; }
    [[nodiscard]] Spelling work(const Interval& piece, Worker& worker,
                                const std::stop_token& /*give_up*/) const {
        ++(worker.audits ? audited_ : worked_);
        Spelling result = spell(piece);
        if (faulty_ && !worker.audits && piece.stop > from_ && !result.text.empty()) {
            result.text.back() = '!';
        }
        return result;
    }

    static inline std::atomic<int> worked_{0};
    static inline std::atomic<int> audited_{0};

  private:
    bool faulty_;
    uint128 from_;
};

Outcome run(int ranks, const Interval& axis, double share, int faulty_rank, uint128 faulty_from) {
    Outcome result;
    FaultyWorkload::worked_ = 0;
    FaultyWorkload::audited_ = 0;
    ThreadedRanks::run(ranks, [&](cluster::Ranks& all) {
        const FaultyWorkload workload(axis, all.rank() == faulty_rank, faulty_from);
        Observer observer;
        Settings settings;
        settings.audit_share = share;
        settings.plan = PlanSettings{.round_seconds = 0.05, .opening_seconds = 0.01};
        const Erased erased(workload);
        Engine engine(erased, all, settings, observer);
        auto mine = engine.run({axis.start, erased_tally(Spelling{})}, {});
        if (all.rank() == 0) {
            result = std::move(mine);
        }
    });
    return result;
}

} // namespace

TEST_CASE("An audit of everything does everything twice and agrees", "[audit]") {
    const Interval axis{0, 30'000};
    for (const int ranks : {1, 3}) {
        const auto outcome = run(ranks, axis, 1, -1, 0);
        CHECK(outcome.complete);
        CHECK_FALSE(outcome.difference);
        CHECK(outcome.state.tally.as<Spelling>() == SpellingWorkload::spell(axis));
        CHECK(FaultyWorkload::audited_ == FaultyWorkload::worked_);
    }
    const auto some = run(3, axis, 0.3, -1, 0);
    CHECK(some.complete);
    CHECK(FaultyWorkload::audited_ < FaultyWorkload::worked_);
}

TEST_CASE("A rank that miscounts is found and named, and its round is not recorded", "[audit]") {
    const Interval axis{0, 60'000};
    const auto outcome = run(4, axis, 1, 2, 20'000);
    CHECK_FALSE(outcome.complete);
    REQUIRE(outcome.difference);
    CHECK(outcome.difference->rank == 2);
    CHECK(outcome.difference->auditor == 3);
    CHECK((outcome.difference->chunk.stop > 20'000));
    CHECK((outcome.state.frontier <= outcome.difference->chunk.start));
    CHECK(outcome.state.tally.as<Spelling>()
          == SpellingWorkload::spell({0, outcome.state.frontier}));
}

TEST_CASE("Without audits a fault goes unseen", "[audit]") {
    const Interval axis{0, 10'000};
    const auto outcome = run(2, axis, 0, 1, 0);
    CHECK(outcome.complete);
    CHECK(FaultyWorkload::audited_ == 0);
    CHECK_FALSE(outcome.state.tally.as<Spelling>() == SpellingWorkload::spell(axis));
}
