#include "numbers/interval.hpp"
#include "numbers/uint128.hpp"

#include "catch.hpp"

#include <limits>
#include <stdexcept>

using namespace primerank;

TEST_CASE("128-bit integers print and parse", "[uint128]") {
    const uint128 largest = ~uint128{0};
    CHECK(to_string(uint128{0}) == "0");
    CHECK(to_string(two_to_the_64) == "18446744073709551616");
    CHECK(to_string(largest) == "340282366920938463463374607431768211455");
    CHECK(to_string(int128{-42}) == "-42");
    CHECK(to_string(static_cast<int128>(uint128{1} << 127))
          == "-170141183460469231731687303715884105728");
    CHECK((parse_uint128("340282366920938463463374607431768211455") == largest));
    CHECK_THROWS_AS(parse_uint128("340282366920938463463374607431768211456"),
                    std::invalid_argument);
    CHECK_THROWS_AS(parse_uint128(""), std::invalid_argument);
    CHECK_THROWS_AS(parse_uint128("12a"), std::invalid_argument);
    CHECK_THROWS_AS(parse_uint128("-1"), std::invalid_argument);
}

TEST_CASE("Even parts are adjacent and cover the whole", "[interval]") {
    const Interval whole{17, two_to_the_64};
    for (const std::uint64_t n : {1U, 2U, 3U, 7U, 10'000U}) {
        uint128 next = whole.start;
        for (std::uint64_t i = 0; i < n; ++i) {
            const Interval part = even_part(whole, i, n);
            CHECK((part.start == next));
            next = part.stop;
        }
        CHECK((next == whole.stop));
    }
    CHECK(even_part({0, 3}, 0, 7).empty());
    CHECK(to_string(Interval{5, two_to_the_64}) == "[5, 18446744073709551616)");
}
