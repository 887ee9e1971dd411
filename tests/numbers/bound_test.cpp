#include "numbers/bound.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>
#include <string>

using namespace primerank;
using Catch::Matchers::Contains;

namespace {

std::string parsed(const std::string& text) {
    return to_string(parse_bound(text));
}

} // namespace

TEST_CASE("Bounds are read as people type them", "[bound]") {
    CHECK(parsed("0") == "0");
    CHECK(parsed("100000") == "100000");
    CHECK(parsed("1_000_000") == "1000000");
    CHECK(parsed("1e10") == "10000000000");
    CHECK(parsed("1E10") == "10000000000");
    CHECK(parsed("1.8e19") == "18000000000000000000");
    CHECK(parsed("1.50e1") == "15");
    CHECK(parsed("2.000") == "2");
    CHECK(parsed("10^12") == "1000000000000");
    CHECK(parsed("2^64") == "18446744073709551616");
    CHECK(parsed("2^64-1") == "18446744073709551615");
    CHECK(parsed("2^64+1-1") == "18446744073709551616");
    CHECK(parsed("1e18+1e9") == "1000000001000000000");
    CHECK(parsed("1e18-1e9+7") == "999999999000000007");
    CHECK(parsed("0^5") == "0");
    CHECK(parsed("5^0") == "1");
    CHECK(to_string(parse_bound("1e24", uint128{1} << 100)) == "1000000000000000000000000");
}

TEST_CASE("What is not a bound is refused with its reason", "[bound]") {
    const std::string not_a_number = "is not a number";
    for (const char* text : {"0x1F", "1e", "1e+5", "1__0", "_1", "1_", "abc", "1 000", "2^", "^2",
                             "1.", ".5", "1,000", "1+", "+5", "1e5e5", "2^3^4", "1e-3"}) {
        CHECK_THROWS_WITH(parse_bound(text), Contains(not_a_number) && Contains(text));
    }
    CHECK_THROWS_WITH(parse_bound(""), Contains("missing"));
    CHECK_THROWS_WITH(parse_bound("1.23e1"), Contains("is not a whole number"));
    CHECK_THROWS_WITH(parse_bound("0.5"), Contains("is not a whole number"));
    for (const char* text : {"-5", "\u22125", "3-5"}) {
        CHECK_THROWS_WITH(parse_bound(text), Contains("is negative"));
    }
    for (const char* text : {"2^64+1", "1e20", "1e9999999999999999999999", "2^99999999999999",
                             "340282366920938463463374607431768211456", "2^200-2^199"}) {
        CHECK_THROWS_WITH(parse_bound(text), Contains("is larger than 2^64"));
    }
}

TEST_CASE("The second bound may be a width", "[bound]") {
    CHECK(
        (parse_interval("1e18", "+1e9") == Interval{parse_bound("1e18"), parse_bound("1e18+1e9")}));
    CHECK((parse_interval("5", "5") == Interval{5, 5}));
    CHECK((parse_interval("0", "2^64") == Interval{0, two_to_the_64}));
    CHECK_THROWS_WITH(parse_interval("10", "5"), Contains("reversed"));
    CHECK_THROWS_WITH(parse_interval("2^64", "+1"), Contains("beyond 2^64"));
    CHECK_THROWS_WITH(parse_interval("1", "+-1"), Contains("is negative"));
}
