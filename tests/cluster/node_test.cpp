#include "cluster/node.hpp"

#include <catch2/catch.hpp>

using namespace primerank::cluster;

TEST_CASE("A node describes itself", "[node]") {
    CHECK_FALSE(host_name().empty());
    CHECK(host_name().find('.') == std::string::npos);
    CHECK_FALSE(processor_name().empty());
    CHECK(available_memory() > (1U << 20));
    for (const std::size_t size : cache_sizes()) {
        CHECK(size >= 1024);
    }
}
