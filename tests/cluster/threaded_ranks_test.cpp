#include "cluster/serial_ranks.hpp"
#include "cluster/threaded_ranks.hpp"

#include "catch.hpp"

#include <atomic>
#include <string>

using namespace primerank::cluster;

namespace {

std::string concatenate(std::string_view left, std::string_view right) {
    return std::string(left) + std::string(right);
}

/// How often something is wrong with what a rank sees.
int wrongs(Ranks& ranks) {
    std::vector<int> parts;
    std::string letters;
    for (int i = 0; ranks.rank() == 0 && i < ranks.size(); ++i) {
        parts.push_back(10 * i);
        letters += static_cast<char>('a' + i);
    }
    int wrong = ranks.scatter(parts) != 10 * ranks.rank() ? 1 : 0;
    const std::string mine(1, static_cast<char>('a' + ranks.rank()));
    const std::string all = ranks.reduce_text(mine, concatenate, false);
    wrong += ranks.rank() == 0 && all != letters ? 1 : 0;
    const std::vector<int> gathered = ranks.gather(ranks.rank());
    wrong += gathered.size() != (ranks.rank() == 0 ? static_cast<std::size_t>(ranks.size()) : 0);
    for (std::size_t i = 0; i < gathered.size(); ++i) {
        wrong += gathered[i] != static_cast<int>(i) ? 1 : 0;
    }
    wrong += from_root(ranks, 7 + ranks.rank()) != 7 ? 1 : 0;
    return wrong;
}

} // namespace

TEST_CASE("Threads as ranks scatter, gather and reduce in order", "[ranks]") {
    for (const int size : {1, 2, 3, 7}) {
        std::atomic<int> wrong{0};
        ThreadedRanks::run(size, [&](Ranks& ranks) { wrong += wrongs(ranks); });
        CHECK(wrong == 0);
    }
}

TEST_CASE("One rank alone is as good as several", "[ranks]") {
    SerialRanks ranks;
    CHECK(wrongs(ranks) == 0);
}

TEST_CASE("A rank that fails ends the others, whatever they wait for", "[ranks]") {
    for (int failing = 0; failing < 3; ++failing) {
        for (int at = 0; at < 4; ++at) {
            std::atomic<int> ended{0};
            const auto body = [&](Ranks& ranks) {
                try {
                    wrongs(ranks);
                } catch (const RankLost&) {
                    ++ended;
                    throw;
                }
            };
            CHECK_THROWS_WITH(ThreadedRanks::run(3, body,
                                                 [&](int rank, int calls) {
                                                     if (rank == failing && calls == at) {
                                                         throw std::runtime_error("a dead node");
                                                     }
                                                 }),
                              "a dead node");
            CHECK(ended == 2);
        }
    }
}
