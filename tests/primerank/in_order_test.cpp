#include "primerank/internal/in_order.hpp"

#include "catch.hpp"

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

using namespace primerank::internal;

TEST_CASE("results are taken in order, whoever is first, and few wait") {
    std::stop_source give_up;
    std::atomic<std::size_t> taken = 0;
    std::vector<std::size_t> order;
    in_order<std::size_t>(
        40, 4, give_up,
        [&](unsigned thread, std::size_t index) {
            std::this_thread::sleep_for(std::chrono::milliseconds(3 - thread % 4));
            const bool near = index <= taken + 6; // 4 threads, 2 that wait, 1 being taken
            return near ? index : std::size_t{1000};
        },
        [&](std::size_t result) {
            order.push_back(result);
            ++taken;
        });
    std::vector<std::size_t> expected(40);
    for (std::size_t i = 0; i < expected.size(); ++i) {
        expected[i] = i;
    }
    CHECK(order == expected);
}

TEST_CASE("what either side throws ends both") {
    std::stop_source of_maker;
    CHECK_THROWS_AS(in_order<int>(
                        1000, 3, of_maker,
                        [](unsigned, std::size_t index) {
                            if (index == 5) {
                                throw std::runtime_error("made badly");
                            }
                            return 0;
                        },
                        [](int) {}),
                    std::runtime_error);
    std::stop_source of_taker;
    CHECK_THROWS_AS(in_order<int>(
                        1000, 3, of_taker, [](unsigned, std::size_t) { return 0; },
                        [](int) { throw std::logic_error("not wanted"); }),
                    std::logic_error);
}
