// Tests that fail on the last rank alone, which only CMakeLists.txt asks for: it expects mpirun to
// fail for each.
#include "world.hpp"

#include "catch.hpp"

#include <stdexcept>

namespace {

using primerank::cluster::world;

bool is_last() {
    return world().rank() == world().size() - 1;
}

TEST_CASE("a rank that fails by check", "[.]") {
    CHECK_FALSE(is_last());
}

TEST_CASE("a rank that fails by exception", "[.]") {
    if (is_last()) {
        throw std::runtime_error("on one rank");
    }
}

} // namespace
