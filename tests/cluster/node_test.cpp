#include "cluster/node.hpp"

#include "catch.hpp"

#include <cerrno>
#include <cstring>
#include <sys/resource.h>

using namespace primerank::cluster;

TEST_CASE("A node describes itself", "[node]") {
    CHECK_FALSE(host_name().empty());
    CHECK(short_name("n1.foo.org") == "n1");
    CHECK(short_name("n1") == "n1");
    CHECK_FALSE(processor_name().empty());
    CHECK(available_memory() > (1U << 20));
    for (const std::size_t size : cache_sizes()) {
        CHECK(size >= 1024);
    }
}

TEST_CASE("A process' own limits are known", "[node]") {
    for (const auto limit : {RLIMIT_AS, RLIMIT_DATA}) {
        rlimit usual{};
        REQUIRE(getrlimit(limit, &usual) == 0);
        if (usual.rlim_cur != RLIM_INFINITY) {
            continue;
        }
        rlimit lower = usual;
        lower.rlim_cur = rlim_t{1} << 46U;
        REQUIRE(setrlimit(limit, &lower) == 0);
        const std::size_t left = process_memory();
        REQUIRE(setrlimit(limit, &usual) == 0);
        CHECK(left < lower.rlim_cur);
        CHECK(left > lower.rlim_cur / 4);
    }
}

TEST_CASE("A node may have any number of processors", "[node]") {
    CHECK(allowed_processors().count >= 1);
    CHECK(allowed_processors().mask == allowed_processors().mask);

    const AffinityCall large = [](pid_t, std::size_t bytes, cpu_set_t* mask) {
        constexpr std::size_t kernels = 5000 / 8;
        if (bytes < kernels) {
            errno = EINVAL;
            return -1;
        }
        std::memset(mask, 0xFF, kernels);
        return 0;
    };
    CHECK(allowed_processors(large).count == 5000);
    CHECK(allowed_processors(large).mask != allowed_processors().mask);

    const AffinityCall none = [](pid_t, std::size_t, cpu_set_t*) {
        errno = ENOSYS;
        return -1;
    };
    CHECK(allowed_processors(none).count == 1);
}
