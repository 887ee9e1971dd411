#include "report/result.hpp"
#include "report/run_info.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::report;

namespace {

RunInfo run_of(std::size_t ranks, std::uint64_t chunks) {
    RunInfo run;
    run.rounds = chunks;
    run.seconds = 1.5;
    for (std::size_t rank = 0; rank < ranks; ++rank) {
        cluster::RankPlace place;
        std::string(rank % 2 == 0 ? "n1" : "n2").copy(place.host_text.data(), 2);
        place.threads = 1;
        place.instructions = InstructionSet::avx2;
        run.places.push_back(place);
        campaign::RankTotals totals;
        totals.chunk_count = chunks;
        totals.first_chunk = {rank * 25'000, (rank + 1) * 25'000};
        totals.covered = 25'000;
        totals.headline = law::WideSum(2000 + rank);
        totals.busy_seconds = 0.5;
        run.totals.push_back(totals);
    }
    return run;
}

} // namespace

TEST_CASE("A campaign of one round shows every rank's interval", "[run_info]") {
    CHECK(rank_table(run_of(2, 1), "primes", {0, 50'000}, "4001")
          == " rank  interval        primes\n"
             "    0  [0, 25000)        2000\n"
             "    1  [25000, 50000)    2001\n"
             "total  [0, 50000)        4001\n");
}

TEST_CASE("A longer campaign shows what every rank did", "[run_info]") {
    CHECK(rank_table(run_of(2, 9), "primes", {0, 50'000}, "4001")
          == " rank  integers  primes    busy    share\n"
             "    0    25,000    2000  0.50 s   50.0 %\n"
             "    1    25,000    2001  0.50 s   50.0 %\n"
             "total    50,000    4001  1.00 s  100.0 %\n");
}

TEST_CASE("The layout fits a line", "[run_info]") {
    CHECK(layout_line(run_of(1, 1)) == "1 rank x 1 thread on n1 (avx2), 1 round, 1.50 s");
    CHECK(layout_line(run_of(4, 9)) == "4 ranks x 1 thread on n1, n2 (avx2), 9 rounds, 1.50 s");
}

TEST_CASE("Several quantities are listed under the ranks", "[result]") {
    const Result result = {{"primes", "4001"}, {"twins", "123456"}};
    CHECK(result_text(result, "primes", {0, 25'000}, run_of(1, 1))
          == " rank  interval    primes\n"
             "    0  [0, 25000)    2000\n"
             "total  [0, 25000)    4001\n"
             "\n"
             "          total\n"
             "primes     4001\n"
             "twins   123,456\n"
             "\n"
             "1 rank x 1 thread on n1 (avx2), 1 round, 1.50 s\n");
    CHECK(result_json(result).dump() == R"({"primes":"4001","twins":"123456"})");
}
