#include "report/numerals.hpp"

#include "catch.hpp"

using namespace primerank::report;

TEST_CASE("Digits are grouped from five on", "[numerals]") {
    CHECK(grouped("") == "");
    CHECK(grouped("7") == "7");
    CHECK(grouped("9592") == "9592");
    CHECK(grouped("78498") == "78,498");
    CHECK(grouped("455052511") == "455,052,511");
    CHECK(grouped("-78498") == "-78,498");
    CHECK(grouped("-9592") == "-9592");
    CHECK(grouped("12345.67890") == "12,345.67890");
    CHECK(grouped("1.8e-27") == "1.8e-27");
}

TEST_CASE("Durations show two units at most", "[numerals]") {
    CHECK(duration(0) == "0.00 s");
    CHECK(duration(1.234) == "1.23 s");
    CHECK(duration(59.9) == "59.9 s");
    CHECK(duration(59.96) == "1 min 00 s");
    CHECK(duration(185) == "3 min 05 s");
    CHECK(duration(7629) == "2 h 07 min");
    CHECK(duration(443'000) == "5 d 03 h");
}

TEST_CASE("Rates are scaled", "[numerals]") {
    CHECK(scaled(7.25) == "7.25");
    CHECK(scaled(12'000) == "12 k");
    CHECK(scaled(820e6) == "820 M");
    CHECK(scaled(15.34e9) == "15.3 G");
}
