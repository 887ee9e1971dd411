#include "campaign/piece_times.hpp"
#include "campaign/pieces.hpp"
#include "campaign/worker_pool.hpp"
#include "law/erased.hpp"
#include "law/toy_workload.hpp"

#include "catch.hpp"

#include <atomic>
#include <stdexcept>

using namespace primerank;
using namespace primerank::campaign;
using namespace primerank::law;
using namespace std::chrono_literals;

namespace {

FinishedChunk wait(WorkerPool& pool) {
    for (;;) {
        if (auto chunk = pool.wait_for(1000ms)) {
            return std::move(*chunk);
        }
    }
}

Spelling spelled(const FinishedChunk& chunk) {
    return chunk.tally.as<Spelling>();
}

} // namespace

TEST_CASE("The widest piece is what threads begin with", "[worker_pool]") {
    const SpellingWorkload workload({0, 1'000'000}, 1e-3);
    CHECK((widest_piece(Erased(workload), 1, {0, 1'000'000}) == 1'000'000));
    const auto of_four =
        static_cast<std::uint64_t>(widest_piece(Erased(workload), 4, {0, 1'000'000}));
    CHECK(of_four >= 125'000); // half is cut for four threads first
    CHECK(of_four < 126'000);
    CHECK((widest_piece(Erased(workload), 4, {7, 7}) == 0));
}

TEST_CASE("The rest of a chunk is cut for threads that come one by one", "[worker_pool]") {
    const SpellingWorkload workload({0, 1000}, 1e-3);
    const Erased erased(workload);
    Pieces pieces(erased, 3, 60);
    const auto near = [](uint128 place, std::uint64_t expected) {
        return place + 1 >= expected && place <= expected + 1;
    };
    const std::vector<Interval> three = pieces.of_rest({100, 1000}, 0.5, 3);
    REQUIRE(three.size() == 3);
    CHECK((three[0].start == 100 && near(three[0].stop, 550)));
    CHECK((three[1].start == three[0].stop && near(three[1].stop, 775)));
    CHECK((three[2].start == three[1].stop && three[2].stop == 1000));
    const std::vector<Interval> whole = pieces.of_rest({100, 1000}, 1.5, 2);
    REQUIRE(whole.size() == 1);
    CHECK((whole[0].start == 100 && whole[0].stop == 1000));
}

TEST_CASE("The first of the last threads gets what lets all end together", "[worker_pool]") {
    PieceTimes times;
    CHECK(times.share_of_first(6, 3, {}) == Approx(1.0 / 3));
    times.add(10, 20);
    CHECK(times.expected(3) == Approx(6));
    // 12 seconds of work: until 7 if another is busy until 2, until 5 with a third that is until 1.
    CHECK(times.share_of_first(6, 2, {2}) == Approx(7.0 / 12));
    CHECK(times.share_of_first(6, 3, {30, 2, 1}) == Approx(5.0 / 12));
    CHECK(times.share_of_first(6, 2, {100}) == 1);
}

TEST_CASE("However unevenly threads run, each integer is worked on once", "[worker_pool]") {
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::atomic<int> done{0};
        const SpellingWorkload workload({0, 3000}, 1e-3, [&](std::uint64_t n) {
            ++done;
            if (n * 2654435761U % 97 == seed) {
                std::this_thread::sleep_for(1ms);
            }
        });
        const Erased erased(workload);
        WorkerPool pool(erased, 4, 60);
        pool.submit({0, 1000});
        pool.submit({1000, 3000}, {.last = true});
        CHECK(spelled(wait(pool)) == SpellingWorkload::spell({0, 1000}));
        CHECK(spelled(wait(pool)) == SpellingWorkload::spell({1000, 3000}));
        CHECK(done == 3000);
    }
}

TEST_CASE("Chunks come back in order, each as one tally", "[worker_pool]") {
    for (const int threads : {1, 2, 5}) {
        const SpellingWorkload workload({0, 10'000}, 1e-3);
        const Erased erased(workload);
        WorkerPool pool(erased, threads, 0.05);
        pool.submit({0, 4000});
        pool.submit({4000, 4000});
        pool.submit({4000, 4001});
        pool.submit({4001, 10'000}, {.last = true});
        for (const Interval& chunk : {Interval{0, 4000}, Interval{4000, 4000}, Interval{4000, 4001},
                                      Interval{4001, 10'000}}) {
            const auto result = wait(pool);
            CHECK(result.complete);
            CHECK(spelled(result) == SpellingWorkload::spell(chunk));
        }
    }
}

TEST_CASE("A thread held up in the last chunk leaves three quarters of it to the other",
          "[worker_pool]") {
    std::atomic<int> done{0};
    std::atomic<bool> patient{true};
    const SpellingWorkload workload({0, 10'000}, 1e-3, [&](std::uint64_t n) {
        const auto start = Clock::now();
        while (n == 0 && done < 7500 && patient) {
            std::this_thread::sleep_for(1ms);
            patient = seconds_since(start) < 20;
        }
        ++done;
    });
    const Erased erased(workload);
    WorkerPool pool(erased, 2, 60);
    pool.submit({0, 10'000}, {.last = true});
    CHECK(spelled(wait(pool)) == SpellingWorkload::spell({0, 10'000}));
    CHECK(patient);
}

TEST_CASE("Small chunks are worked on by whoever waits, until a large one comes", "[worker_pool]") {
    std::atomic<int> elsewhere{0};
    const auto here = std::this_thread::get_id();
    const SpellingWorkload workload({0, 10'000}, 1e-5, [&](std::uint64_t) {
        elsewhere += std::this_thread::get_id() == here ? 0 : 1;
    });
    const Erased erased(workload);
    WorkerPool pool(erased, 2, 0.05);
    pool.submit({0, 100});
    pool.submit({100, 100});
    pool.submit({100, 200}, {.audit = true});
    CHECK(spelled(wait(pool)) == SpellingWorkload::spell({0, 100}));
    CHECK(wait(pool).complete);
    CHECK(elsewhere == 0);
    pool.submit({200, 9000});
    CHECK(spelled(wait(pool)) == SpellingWorkload::spell({100, 200}));
    CHECK(spelled(wait(pool)) == SpellingWorkload::spell({200, 9000}));
    CHECK(elsewhere == 8900);
}

TEST_CASE("Small chunks can be given up before anybody waits", "[worker_pool]") {
    const SpellingWorkload workload({0, 100});
    const Erased erased(workload);
    WorkerPool pool(erased, 1, 0.05);
    pool.submit({0, 50});
    pool.submit({50, 100});
    pool.drop_later_chunks();
    CHECK(wait(pool).complete);
    CHECK_FALSE(wait(pool).complete);
}

TEST_CASE("Later chunks can be dropped while the oldest ends", "[worker_pool]") {
    std::atomic<bool> go{false};
    const SpellingWorkload workload({0, 2000}, 1e-3, [&](std::uint64_t) {
        while (!go) {
            std::this_thread::sleep_for(1ms);
        }
    });
    const Erased erased(workload);
    WorkerPool pool(erased, 1, 0.1);
    pool.submit({0, 1000});
    pool.submit({1000, 2000});
    CHECK_FALSE(pool.wait_for(50ms));
    pool.drop_later_chunks();
    go = true;
    const auto first = wait(pool);
    CHECK(first.complete);
    CHECK(spelled(first) == SpellingWorkload::spell({0, 1000}));
    CHECK_FALSE(wait(pool).complete);
}

TEST_CASE("Giving up ends the pieces that were begun", "[worker_pool]") {
    const SpellingWorkload workload({0, 2000}, 1e-3,
                                    [](std::uint64_t) { std::this_thread::sleep_for(100ms); });
    const Erased erased(workload);
    WorkerPool pool(erased, 2, 10);
    pool.submit({0, 1000});
    pool.submit({1000, 2000});
    CHECK_FALSE(pool.wait_for(50ms));
    pool.give_up();
    CHECK_FALSE(wait(pool).complete);
    CHECK_FALSE(wait(pool).complete);
}

TEST_CASE("What a worker throws reaches whoever waits", "[worker_pool]") {
    for (const double seconds_per_integer : {1e-3, 1e-7}) {
        const SpellingWorkload workload({0, 1000}, seconds_per_integer, [](std::uint64_t n) {
            if (n == 777) {
                throw std::runtime_error("no more letters");
            }
        });
        const Erased erased(workload);
        WorkerPool pool(erased, 3, 0.05);
        pool.submit({0, 1000});
        CHECK_THROWS_WITH(wait(pool), "no more letters");
    }
}
