#include "numbers/bound.hpp"

#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cstdio>
#include <regex.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace primerank;
using Catch::Matchers::Contains;

namespace {

std::string parsed(const std::string& text) {
    return to_string(parse_bound(text));
}

/// Digits with a separator every three, from the right.
std::string in_threes(std::string digits, const std::string& separator) {
    for (std::size_t i = digits.size(); i > 3;) {
        i -= 3;
        digits.insert(i, separator);
    }
    return digits;
}

/// What bounds may look like, said once more: the grammar of bound.cpp as a regular expression.
class LegalSpelling {
  public:
    LegalSpelling() {
        const std::string plain = "[0-9]+(_[0-9]+)*";
        std::string grouped;
        for (const char* separator : {",", "'", "\u00A0", "\u2009", "\u202F"}) {
            grouped += (grouped.empty() ? "" : "|") + std::string("[1-9][0-9]{0,2}(") + separator
                       + "[0-9]{3})+";
        }
        const std::string number = "(" + plain + "|" + grouped + ")";
        const std::string power = number + "(\\^|\\*\\*)" + number;
        const std::string decimal = "(" + plain + "(\\.(" + plain + ")?)?|\\." + plain
                                    + ")([eE][+-]?" + plain + ")?|(" + grouped + ")(\\.(" + plain
                                    + ")?)?";
        const std::string term = "(" + power + "|" + decimal + ")";
        const std::string blanks = "[ \t\r\n\v\f]*";
        const std::string sum = "^" + blanks + term + "([ \t]*[+-][ \t]*" + term + ")*" + blanks;
        REQUIRE(regcomp(&expression_, (sum + "$").c_str(), REG_EXTENDED | REG_NOSUB) == 0);
    }
    ~LegalSpelling() { regfree(&expression_); }
    LegalSpelling(const LegalSpelling&) = delete;
    LegalSpelling& operator=(const LegalSpelling&) = delete;

    [[nodiscard]] bool matches(const std::string& text) const {
        return regexec(&expression_, text.c_str(), 0, nullptr, 0) == 0;
    }

  private:
    regex_t expression_{};
};

} // namespace

TEST_CASE("Bounds are read as people type them", "[bound]") {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"0", "0"},
        {"100000", "100000"},
        {"007", "7"},
        {"1_000_000", "1000000"},
        {"1e10", "10000000000"},
        {"1E10", "10000000000"},
        {"1.8e19", "18000000000000000000"},
        {"1.50e1", "15"},
        {"2.000", "2"},
        {"10^12", "1000000000000"},
        {"2^64", "18446744073709551616"},
        {"2^64-1", "18446744073709551615"},
        {"2^64+1-1", "18446744073709551616"},
        {"1e18+1e9", "1000000001000000000"},
        {"1e18-1e9+7", "999999999000000007"},
        {"3-5+7", "5"},
        {"0^5", "0"},
        {"5^0", "1"},
        // what printf, awk, Python, Excel, Julia and PARI print
        {"1e+16", "10000000000000000"},
        {"1E+9", "1000000000"},
        {"1e+00", "1"},
        {"1e-0", "1"},
        {"1.0e+10", "10000000000"},
        {"1.23457e+06", "1234570"},
        {"1.0000000000000000E+016", "10000000000000000"},
        {"10000000000.0", "10000000000"},
        {"1000000.000000", "1000000"},
        {"1000e-3", "1"},
        {"2500.0e-2", "25"},
        {"0e-5", "0"},
        {"0e999999999999999999999999", "0"},
        {"2**64", "18446744073709551616"},
        {"10**3+1", "1001"},
        {"1.", "1"},
        {"1.E10", "10000000000"},
        {".5e1", "5"},
        {".0", "0"},
        {"1,000", "1000"},
        {"1,000,000", "1000000"},
        {"18,446,744,073,709,551,616", "18446744073709551616"},
        {"10,000,000,000.00", "10000000000"},
        {"1'000'000", "1000000"},
        {"1\u00A0000\u00A0000", "1000000"},
        {"12\u2009345", "12345"},
        {"123\u202F456", "123456"},
        {"1,000,000+1_000", "1001000"},
        {"1,000^2", "1000000"},
        // nothing between e and + can be a term
        {"1e+18+1e+9", "1000000001000000000"},
        {"1e+18-1e+9", "999999999000000000"},
        // blanks
        {" 1e12 ", "1000000000000"},
        {"\t97\r\n", "97"},
        {"1e18 + 1e9", "1000000001000000000"},
        {"2^64 -1", "18446744073709551615"},
    };
    for (const auto& [text, value] : table) {
        INFO(text);
        CHECK(parsed(text) == value);
    }
    CHECK(parsed("1" + std::string(5000, '0') + "e-5000") == "1");
    CHECK(to_string(parse_bound("1e24", uint128{1} << 100)) == "1000000000000000000000000");
}

TEST_CASE("What is not a bound is refused with its reason", "[bound]") {
    const std::vector<const char*> not_numbers = {
        "0x1F",      "0XFF",      "1e",        "1e+",       "1e-",       "1e5.0",     "1__0",
        "_1",        "1_",        "abc",       "1 000",     "2^",        "^2",        "2***3",
        "2* *3",     "2^-1",      "2^+1",      "2.5^2",     "2^2.5",     ".",         "._5",
        "1._5",      ".e5",       "1..5",      "1.000.000", "1+",        "+5",        "1e5e5",
        "1e5^2",     "2^3^4",     "2**3**4",   "1,00",      "1,0000",    "1,000,00",  "1000,000",
        ",000",      "1,",        "1,,000",    "1,000,",    "0,125",     "01,000",    "1_000,000",
        "1,000_000", "1,000'000", "1'000,000", "1,000e3",   "1,234E+12", "1,000.0e3", "1.000,5",
        "1e1,000",   "1d10",      "1k",        "10M",       "1e1O",      "inf",       "nan",
        "1+ +1",     "1 - - 1",   "1--1",      "\u0661",    "1\u00A000", "1e5 7"};
    for (const char* text : not_numbers) {
        CHECK_THROWS_WITH(parse_bound(text), Contains("is not a number") && Contains(text)
                                                 && Contains("write it like 1000000, "));
    }
    CHECK_THROWS_WITH(parse_bound("0x1F"), Contains("not a number in decimal"));
    CHECK_THROWS_WITH(parse_bound("1,00"), Contains("grouped, but not in threes"));
    CHECK_THROWS_WITH(parse_bound("1,234E+12"), Contains("takes no exponent"));
    for (const char* text : {"", " ", "\t\r\n"}) {
        CHECK_THROWS_WITH(parse_bound(text), Contains("missing"));
    }
    for (const char* text : {"1.23e1", "0.5", "1e-3", "1001e-3", ".05e1", "1.23457e+02",
                             "1e-999999999999999999999", "0.5+0.5"}) {
        CHECK_THROWS_WITH(parse_bound(text), Contains("is not a whole number"));
    }
    for (const char* text : {"-5", "\u22125", "3-5", "- 5", "-1e6", "5-1e50"}) {
        CHECK_THROWS_WITH(parse_bound(text), Contains("is negative"));
    }
    for (const char* text :
         {"2^64+1", "1e20", "1e9999999999999999999999", "2^99999999999999",
          "340282366920938463463374607431768211456", "2^200-2^199", "1e50-1e50"}) {
        CHECK_THROWS_WITH(parse_bound(text), Contains("is larger than 2^64"));
    }
}

TEST_CASE("A complaint is one short line", "[bound]") {
    for (const std::string& text : {std::string("1\n2\0\x1b[31m", 9), std::string(100'000, 'x'),
                                    std::string(79, '1') + "\u00A0\u00A0x"}) {
        try {
            parse_bound(text);
            FAIL("was read");
        } catch (const std::invalid_argument& error) {
            const std::string said = error.what();
            CHECK(said.size() < 300);
            CHECK(std::none_of(said.begin(), said.end(), [](char c) { return c >= 0 && c < ' '; }));
        }
    }
}

TEST_CASE("Differences may have a sign", "[bound]") {
    const auto value = [](const std::string& text) { return to_string(parse_signed(text, 1000)); };
    CHECK(value("5") == "5");
    CHECK(value("+5") == "5");
    CHECK(value("-5") == "-5");
    CHECK(value("\u22121e+02") == "-100");
    CHECK(value("-1,000") == "-1000");
    CHECK(value("-1e3+1") == "-999");
    CHECK(value("1-10") == "-9");
    CHECK(value("-0") == "0");
    CHECK_THROWS_WITH(value("1001"), Contains("larger than 1000"));
    CHECK_THROWS_WITH(value("-1e4"), Contains("less than -1000"));
    CHECK_THROWS_WITH(value("2^200-2^200"), Contains("too large"));
    for (const char* text : {"", "+", "-", "+-5", "--5", "x", "0.5"}) {
        CHECK_THROWS_AS(value(text), std::invalid_argument);
    }
}

TEST_CASE("A multiple of a unit need not be a whole number of them", "[bound]") {
    const auto value = [](const std::string& text) {
        return to_string(parse_multiple(text, 1024, two_to_the_64));
    };
    CHECK(value("1.5") == "1536");
    CHECK(value("0.1") == "102");
    CHECK(value(".5e-3") == "0");
    CHECK(value("1e3") == "1024000");
    CHECK(value("1,000") == "1024000");
    CHECK(value("2^10+0.5") == "1049088");
    CHECK(value("0." + std::string(400, '3')) == "341");
    CHECK(value(std::string(30, '0') + ".5") == "512");
    CHECK(value("2^54") == "18446744073709551616");
    CHECK_THROWS_WITH(value("2^54+.1"), Contains("larger than"));
    CHECK_THROWS_WITH(value("1e300"), Contains("larger than"));
    CHECK_THROWS_WITH(value("-1"), Contains("is negative"));
}

TEST_CASE("The second bound may be a width", "[bound]") {
    CHECK(
        (parse_interval("1e18", "+1e9") == Interval{parse_bound("1e18"), parse_bound("1e18+1e9")}));
    CHECK((parse_interval("1,000", " +1e+3 ") == Interval{1000, 2000}));
    CHECK((parse_interval("5", "5") == Interval{5, 5}));
    CHECK((parse_interval("0", "2^64") == Interval{0, two_to_the_64}));
    CHECK_THROWS_WITH(parse_interval("10", "5"), Contains("reversed"));
    CHECK_THROWS_WITH(parse_interval("2^64", "+1"), Contains("beyond 2^64"));
    CHECK_THROWS_WITH(parse_interval("1", "+-1"), Contains("is negative"));
    CHECK_THROWS_WITH(parse_interval("1", "+"), Contains("STOP: a number is missing"));
}

TEST_CASE("Numbers are read back from every way to print them", "[bound]") {
    const std::uint64_t seed = test_seed();
    INFO("PRIMERANK_TEST_SEED=" << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 3000 * test_scale(); ++i) {
        const std::uint64_t n = random() >> random() % 64;
        const std::string digits = std::to_string(n);
        std::vector<std::string> spellings = {digits,
                                              "000" + digits,
                                              " " + digits + "\r\n",
                                              digits + ".",
                                              digits + ".000",
                                              in_threes(digits, ","),
                                              in_threes(digits, ",") + ".0",
                                              in_threes(digits, "_"),
                                              in_threes(digits, "'"),
                                              in_threes(digits, "\u202F"),
                                              digits + "e0",
                                              digits + "E+00",
                                              digits + "00e-2",
                                              std::to_string(n - n / 3) + " + "
                                                  + in_threes(std::to_string(n / 3), ","),
                                              digits + "+2**5-2^5"};
        const std::size_t point = random() % (digits.size() + 1);
        spellings.push_back(digits.substr(0, point) + "." + digits.substr(point) + "e+"
                            + std::to_string(digits.size() - point));
        char mantissa[64];
        std::snprintf(mantissa, sizeof mantissa, "%.19Le", static_cast<long double>(n));
        spellings.emplace_back(mantissa);
        for (const std::string& spelling : spellings) {
            INFO(spelling);
            CHECK(parsed(spelling) == digits);
        }
    }
}

TEST_CASE("Nothing is read that the grammar does not have", "[bound]") {
    const std::uint64_t seed = test_seed();
    INFO("PRIMERANK_TEST_SEED=" << seed);
    std::mt19937_64 random(seed);
    const LegalSpelling legal;
    const std::vector<std::string> pieces = {
        "0", "1", "2", "7",  "10", "000", "125", "1e5", "_",  ",",  ".",      "e",      "E",
        "+", "-", "^", "**", "*",  " ",   "x",   "'",   "\t", "\n", "\u2009", "\u00A0", "\xFF"};
    int read = 0;
    for (int i = 0; i < 100'000 * test_scale(); ++i) {
        std::string text;
        for (std::uint64_t size = 1 + random() % 8; size > 0; --size) {
            text += pieces[random() % (random() % 2 == 0 ? 8 : pieces.size())];
        }
        const bool is_legal = legal.matches(text);
        INFO("'" << text << "'");
        try {
            parse_bound(text);
            ++read;
            if (!is_legal) {
                FAIL_CHECK("was read");
            }
        } catch (const std::invalid_argument& error) {
            const std::string said = error.what();
            const bool syntax = said.find("is not a number") != std::string::npos
                                || said.find("missing") != std::string::npos;
            if (is_legal && syntax) {
                FAIL_CHECK("was refused");
            }
        }
    }
    CHECK(read > 1000);
}
