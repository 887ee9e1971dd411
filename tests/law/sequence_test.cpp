#include "law/sequence.hpp"
#include "law/toy_workload.hpp"

#include "catch.hpp"

#include <random>

using namespace primerank;
using namespace primerank::law;

namespace {

using Pair = Sequence<SpellingWorkload, SpellingWorkload>;
using Three = Sequence<Pair, SpellingWorkload>;

static_assert(Workload<Three>);

} // namespace

TEST_CASE("A sequence is its parts end to end, however it is cut") {
    const Interval a{100, 350};
    const Interval b{7, 7};
    const Interval c{0, 90};
    const Three workload{Pair{SpellingWorkload{a}, SpellingWorkload{b}}, SpellingWorkload{c}};
    CHECK((workload.axis() == Interval{0, 340}));
    Three::Tally whole;
    whole.first.first = SpellingWorkload::spell(a);
    whole.second = SpellingWorkload::spell(c);
    CHECK(workload.headline(whole) == WideSum(340));

    const std::uint64_t seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    Three::Worker worker = workload.make_worker();
    for (int round = 0; round < 200; ++round) {
        Three::Tally tally;
        double cost = 0;
        for (uint128 position = 0; position < 340;) {
            const uint128 next = std::min<uint128>(340, position + 1 + random() % 150);
            const Interval piece{position, next};
            cost += workload.cost(piece);
            tally.combine(workload.work(piece, worker));
            position = next;
        }
        REQUIRE(tally == whole);
        REQUIRE(cost == Approx(workload.cost(workload.axis())));
    }
}

TEST_CASE("The borders of a sequence are those of its parts") {
    struct EveryTen : SpellingWorkload {
        using SpellingWorkload::SpellingWorkload;
        [[nodiscard]] static uint128 border(uint128 position) { return position / 10 * 10; }
    };
    const Sequence<EveryTen, EveryTen> workload(EveryTen({20, 53}), EveryTen({30, 60}));
    CHECK((workload.border(9) == 0));
    CHECK((workload.border(32) == 30));
    CHECK((workload.border(33) == 33)); // where the second begins
    CHECK((workload.border(42) == 33));
    CHECK((workload.border(43) == 43));
    CHECK((workload.border(63) == 63));
}
