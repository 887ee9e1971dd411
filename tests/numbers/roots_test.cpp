#include "numbers/roots.hpp"

#include "catch.hpp"

using namespace primerank;

TEST_CASE("Integer roots are exact on both sides of every power", "[roots]") {
    for (std::uint64_t root : {1ULL, 2ULL, 3ULL, 999'999'937ULL, 0xffff'ffffULL, 0x1'0000'0000ULL,
                               6'074'000'999ULL, 0xffff'ffff'ffff'ffffULL}) {
        const uint128 square = uint128{root} * root;
        CHECK(integer_sqrt(square) == root);
        CHECK(integer_sqrt(square - 1) == root - 1);
        CHECK(integer_sqrt(square + root) == root);
    }
    for (std::uint64_t root :
         {1ULL, 2ULL, 1000ULL, 2'642'245ULL, 2'642'246ULL, 6'981'463'658'331ULL}) {
        const uint128 cube = uint128{root} * root * root;
        CHECK(integer_cbrt(cube) == root);
        CHECK(integer_cbrt(cube - 1) == root - 1);
        CHECK(integer_cbrt(cube + root) == root);
    }
    CHECK(integer_sqrt(0) == 0);
    CHECK(integer_cbrt(0) == 0);
    CHECK(integer_sqrt(~uint128{0}) == ~std::uint64_t{0});
    CHECK(integer_cbrt(~uint128{0}) == 6'981'463'658'331ULL);
}
