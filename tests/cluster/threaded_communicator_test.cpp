#include "cluster/communicator.hpp"
#include "cluster/serial_communicator.hpp"
#include "cluster/threaded_communicator.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <string>

using namespace primerank::cluster;

static_assert(Communicator<SerialCommunicator>);
static_assert(Communicator<ThreadedCommunicator>);

namespace {

struct Concatenate {
    std::string operator()(const std::string& left, const std::string& right) const {
        return left + right;
    }
};

} // namespace

TEST_CASE("Threads as ranks scatter, gather and reduce in order", "[communicator]") {
    for (const int size : {1, 2, 3, 7}) {
        std::atomic<int> wrong{0};
        ThreadedCommunicator::run(size, [&](ThreadedCommunicator& ranks) {
            std::vector<int> parts;
            std::string letters;
            for (int i = 0; ranks.rank() == 0 && i < ranks.size(); ++i) {
                parts.push_back(10 * i);
                letters += static_cast<char>('a' + i);
            }
            wrong += ranks.scatter(parts) != 10 * ranks.rank();
            const std::string mine(1, static_cast<char>('a' + ranks.rank()));
            const std::string all = ranks.reduce(mine, Concatenate{});
            wrong += ranks.rank() == 0 && all != letters;
            wrong += ranks.gather(ranks.rank()).size()
                     != (ranks.rank() == 0 ? static_cast<std::size_t>(size) : 0);
        });
        CHECK(wrong == 0);
    }
}
