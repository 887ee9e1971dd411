#include "report/json_report.hpp"

#include <catch2/catch.hpp>

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
    run.totals[1].headline = tally::WideSum(two_to_the_64);
    run.load = campaign::LoadHistory(2);
    run.load.add(1, 1.0 / 64, 3.0 / 64);
    const Json json =
        document("count", {{"start", "0"}, {"stop", "10"}}, {{"primes", "4"}}, "primes", run);
    CHECK(json["status"] == "done");
    CHECK(json["question"]["stop"] == "10");
    CHECK(json["result"]["primes"] == "4");
    CHECK(json["rounds"] == 3);
    CHECK(json["layout"]["ranks"] == 2);
    CHECK(json["layout"]["threads"] == 4);
    CHECK(json["layout"]["hosts"] == Json::array({"n1"}));
    CHECK(json["layout"]["per_rank"][1]["primes"] == "18446744073709551616");
    CHECK(json["layout"]["span_seconds"] == 1.0 / 64);
    CHECK(json["layout"]["per_rank"][1]["busy_percent"] == Json::array({0, 0, 100}));
    CHECK(json["versions"]["mpi"] == "Open MPI v4");
    run.complete = false;
    CHECK(document("count", {}, {}, "primes", run)["status"] == "stopped");
    CHECK(
        text({{"numbers", {1, -2.5, 3}}, {"words", {"[1,"}}, {"none", Json::array()}})
        == "{\n  \"numbers\": [1, -2.5, 3],\n  \"words\": [\n    \"[1,\"\n  ],\n  \"none\": []\n}");
    CHECK_THROWS_AS(write_json("/nonexistent/file.json", json), std::system_error);
}
