#include "report/json_report.hpp"

#include "catch.hpp"
#include "report/run_info.hpp"

#include <system_error>

using namespace primerank;
using namespace primerank::report;

TEST_CASE("A document holds question, result, layout and versions", "[json]") {
    RunInfo run;
    run.rounds = 3;
    run.mpi = "Open MPI v4";
    cluster::RankPlace place;
    std::string("n1").copy(place.host_text.data(), 2);
    place.threads = 2;
    run.places = {place, place};
    run.totals.resize(2);
    run.totals[1].headline = law::WideSum(two_to_the_64);
    run.load = campaign::LoadHistory(2);
    run.load.add(1, 1.0 / 64, 3.0 / 64);
    const Json json =
        document("count", {{"start", "0"}, {"stop", "10"}}, {{"primes", "4"}}, "primes", run);
    CHECK(json.at("status") == "done");
    CHECK(json.at("question").at("stop") == "10");
    CHECK(json.at("result").at("primes") == "4");
    CHECK(json.at("rounds") == 3);
    CHECK(json.at("layout").at("ranks") == 2);
    CHECK(json.at("layout").at("threads") == 4);
    CHECK(json.at("layout").at("hosts") == Json::array({"n1"}));
    CHECK(json.at("layout").at("per_rank").at(1).at("primes") == "18446744073709551616");
    CHECK(json.at("layout").at("span_seconds") == 1.0 / 64);
    CHECK(json.at("layout").at("per_rank").at(1).at("busy_percent") == Json::array({0, 0, 100}));
    CHECK(json.at("versions").at("mpi") == "Open MPI v4");
    run.complete = false;
    CHECK(document("count", {}, {}, "primes", run).at("status") == "stopped");
    CHECK(
        text({{"numbers", Json::array({1, -2.5, 3})},
              {"words", Json::array({"[1,"})},
              {"none", Json::array()}})
        == "{\n  \"numbers\": [1, -2.5, 3],\n  \"words\": [\n    \"[1,\"\n  ],\n  \"none\": []\n}");
    CHECK_THROWS_AS(write_json("/nonexistent/file.json", json), std::system_error);
}
