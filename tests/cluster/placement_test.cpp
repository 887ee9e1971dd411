#include "cluster/placement.hpp"

#include "catch.hpp"

#include <climits>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

using namespace primerank::cluster;

namespace {

RankPlace place(const std::string& host, int first_processor, int processors, int threads = 0) {
    RankPlace result;
    result.set_host(host);
    result.allowed.count = processors;
    for (int i = 0; i < processors; ++i) {
        result.allowed.mask |= std::uint64_t{1} << (first_processor + i);
    }
    result.threads = threads;
    return result;
}

RankPlace limited(RankPlace place, int quota, std::uint64_t group) {
    place.quota = quota;
    place.quota_group = group;
    return place;
}

std::vector<int> threads(std::vector<RankPlace> ranks) {
    Placement placement;
    placement.ranks = std::move(ranks);
    assign_threads(placement);
    std::vector<int> result;
    for (const RankPlace& each : placement.ranks) {
        result.push_back(each.threads);
    }
    return result;
}

} // namespace

TEST_CASE("A rank's threads are its share of the processors it may use", "[placement]") {
    CHECK(threads({place("n1", 0, 8)}) == std::vector{8});
    // Bound to a core each.
    CHECK(threads({place("n1", 0, 1), place("n1", 1, 1)}) == std::vector{1, 1});
    // Not bound: all see all processors and share them.
    CHECK(threads({place("n1", 0, 8), place("n1", 0, 8)}) == std::vector{4, 4});
    // More ranks than processors.
    CHECK(threads({place("n1", 0, 2), place("n1", 0, 2), place("n1", 0, 2)})
          == std::vector{1, 1, 1});
    // The same mask on another host is another set of processors.
    CHECK(threads({place("n1", 0, 4), place("n2", 0, 4)}) == std::vector{4, 4});
    // What was asked for stays.
    CHECK(threads({place("n1", 0, 4, 2), place("n2", 0, 4)}) == std::vector{2, 4});
}

TEST_CASE("A control group's quota is shared by the ranks in it", "[placement]") {
    const RankPlace whole = place("n1", 0, 64);
    CHECK(threads({limited(whole, 2, 7)}) == std::vector{2});
    CHECK(threads({limited(whole, 6, 7), limited(whole, 6, 7)}) == std::vector{3, 3});
    // A group each, on the processors of both.
    CHECK(threads({limited(whole, 6, 7), limited(whole, 40, 8)}) == std::vector{6, 32});
    // Bound to a processor each; a quota below one processor a rank.
    CHECK(threads({limited(place("n1", 0, 4), 2, 7), limited(place("n1", 4, 4), 2, 7),
                   limited(place("n1", 8, 4), 2, 7)})
          == std::vector{1, 1, 1});
    // The same number of a group on another host is another group.
    CHECK(threads({limited(whole, 6, 7), limited(place("n2", 0, 64), 6, 7)}) == std::vector{6, 6});
    CHECK(limited(whole, 2, 7).processors() == 2);

    Placement placement;
    placement.ranks = {limited(place("n1", 0, 64, 3), 2, 7)};
    assign_threads(placement);
    CHECK(placement.crowded_ranks == 1);
}

TEST_CASE("A host is named without its domain where that is enough", "[placement]") {
    const auto named = [](const std::vector<std::string>& names) {
        Placement placement;
        for (const std::string& name : names) {
            placement.ranks.push_back(place(name, 0, 4));
        }
        shorten_hosts(placement.ranks);
        assign_threads(placement);
        return placement;
    };
    CHECK(named({"n1", "n1.foo", "n2.foo"}).hosts()
          == std::vector<std::string>{"n1", "n1.foo", "n2"});
    CHECK(named({"n1.foo", "n2.foo", "n1.foo"}).hosts() == std::vector<std::string>{"n1", "n2"});
    CHECK(named({"n1.foo", "n2.foo", "n1.foo"}).total_threads() == 8);
    CHECK(named({"w.1.foo", "w.2.foo", "x.2.foo"}).hosts()
          == std::vector<std::string>{"w.1.foo", "w.2.foo", "x"});
    CHECK(named({"w.1.foo", "w.2.foo"}).total_threads() == 8);
    const std::string longest(HOST_NAME_MAX, 'h');
    CHECK(named({longest, longest.substr(1)}).hosts().size() == 2);
}

TEST_CASE("Many ranks are placed at once", "[placement]") {
    Placement placement;
    constexpr int nodes = 2000;
    constexpr int ranks_a_node = 50;
    for (int rank = 0; rank < nodes * ranks_a_node; ++rank) {
        placement.ranks.push_back(place("n" + std::to_string(rank / ranks_a_node) + ".foo", 0, 50));
    }
    shorten_hosts(placement.ranks);
    assign_threads(placement);
    CHECK(placement.total_threads() == nodes * ranks_a_node);
    CHECK(placement.hosts().size() == nodes);
    CHECK(placement.hosts().back() == "n1999");
}

TEST_CASE("A rank whose processor lacks what was asked for stops all", "[placement]") {
    setenv("PRIMERANK_INSTRUCTION_SET", "avx512", 1);
    std::vector<RankPlace> ranks = {place("n1", 0, 1), place("n2", 0, 1)};
    CHECK(unfit_node(ranks).empty());
    ranks[1].lacks_instructions = true;
    CHECK(unfit_node(ranks)
          == "PRIMERANK_INSTRUCTION_SET is 'avx512', which the processor of rank 1 on n2 does not "
             "have");
    ranks.erase(ranks.begin());
    CHECK(unfit_node(ranks).find("which this processor does not have") != std::string::npos);
    unsetenv("PRIMERANK_INSTRUCTION_SET");
}

TEST_CASE("Only threads that were asked for can crowd a rank", "[placement]") {
    Placement placement;
    placement.ranks = {place("n1", 0, 1, 2), place("n1", 1, 1), place("n2", 0, 1),
                       place("n2", 0, 1)};
    assign_threads(placement);
    CHECK(placement.crowded_ranks == 1);
    CHECK(placement.hosts() == std::vector<std::string>{"n1", "n2"});
    CHECK(placement.total_threads() == 5);
}
