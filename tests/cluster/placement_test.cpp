#include "cluster/placement.hpp"

#include <catch2/catch.hpp>

using namespace primerank::cluster;

namespace {

RankPlace place(const std::string& host, int first_processor, int processors, int threads = 0) {
    RankPlace result;
    host.copy(result.host_text.data(), result.host_text.size() - 1);
    CPU_ZERO(&result.mask);
    for (int i = 0; i < processors; ++i) {
        CPU_SET(static_cast<std::size_t>(first_processor + i), &result.mask);
    }
    result.threads = threads;
    return result;
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

TEST_CASE("Only threads that were asked for can crowd a rank", "[placement]") {
    Placement placement;
    placement.ranks = {place("n1", 0, 1, 2), place("n1", 1, 1), place("n2", 0, 1),
                       place("n2", 0, 1)};
    assign_threads(placement);
    CHECK(placement.crowded_ranks == 1);
    CHECK(placement.hosts() == std::vector<std::string>{"n1", "n2"});
    CHECK(placement.total_threads() == 5);
}
