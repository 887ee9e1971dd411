#include "json/json.hpp"
#include "json/utf8.hpp"

#include "catch.hpp"

#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace primerank;

TEST_CASE("A document is written in the order in which it was made", "[json]") {
    Json json = {{"b", 1}, {"a", {{"deep", true}, {"none", nullptr}}}, {"list", Json::array()}};
    json["list"].push_back(-2.5);
    json["list"].push_back("word");
    json["hosts"] = std::vector<std::string>{"n1", "n2"};
    const std::string text =
        R"({"b":1,"a":{"deep":true,"none":null},"list":[-2.5,"word"],"hosts":["n1","n2"]})";
    CHECK(json.dump() == text);
    CHECK(Json::parse(text) == json);
    CHECK(Json().dump() == "null");
    CHECK(Json::object().dump() == "{}");
    CHECK(Json({{"a", 1}}).dump(2) == "{\n  \"a\": 1\n}");
}

TEST_CASE("Members are found, added, replaced and removed", "[json]") {
    Json json = {{"a", 1}, {"b", "x"}};
    CHECK(json.at("a").get<int>() == 1);
    CHECK(json.value("b", "") == "x");
    CHECK(json.value("c", 7) == 7);
    json.update({{"b", "y"}, {"c", 8}});
    CHECK(json.dump() == R"({"a":1,"b":"y","c":8})");
    json.erase("a");
    CHECK_FALSE(json.contains("a"));
    CHECK(json.items().size() == 2);
    CHECK_THROWS_AS(json.at("a"), JsonError);
    CHECK_THROWS_AS(json.at("b").at("deeper"), JsonError);
    CHECK_THROWS_AS(json.elements(), JsonError);
    CHECK_THROWS_AS(Json("text").push_back(1), JsonError);
}

TEST_CASE("Whole numbers are exact, and only what fits is read", "[json]") {
    const auto largest = std::numeric_limits<std::uint64_t>::max();
    const auto smallest = std::numeric_limits<std::int64_t>::min();
    CHECK(Json::parse(Json(largest).dump()).get<std::uint64_t>() == largest);
    CHECK(Json::parse(Json(smallest).dump()).get<std::int64_t>() == smallest);
    CHECK(Json(5U) == Json(std::int64_t{5}));
    CHECK(Json(-1).get<int>() == -1);
    CHECK(Json(3).get<double>() == 3.0);
    CHECK_THROWS_AS(Json(-1).get<std::uint64_t>(), JsonError);
    CHECK_THROWS_AS(Json(largest).get<std::int64_t>(), JsonError);
    CHECK_THROWS_AS(Json(std::int64_t{1} << 31).get<int>(), JsonError);
    CHECK_THROWS_AS(Json(2.5).get<int>(), JsonError);
    CHECK_THROWS_AS(Json("2").get<int>(), JsonError);
    CHECK_THROWS_AS(Json(1).get<bool>(), JsonError);
}

TEST_CASE("What is no JSON is refused", "[json]") {
    for (const char* text : {"", "{", "{\"a\":}", "[1,]", "\"\xff\"", "{} {}", "nul"}) {
        CHECK_THROWS_AS(Json::parse(text), JsonError);
    }
}

TEST_CASE("Nesting has an end before the stack has", "[json]") {
    const auto nested = [](std::size_t levels) {
        return std::string(levels, '[') + std::string(levels, ']');
    };
    CHECK(Json::parse(nested(100)).dump() == nested(100));
    CHECK_THROWS_AS(Json::parse(nested(101)), JsonError);
    CHECK_THROWS_AS(Json::parse(nested(1'000'000)), JsonError);
}

TEST_CASE("Any bytes go through a text and come back", "[json]") {
    CHECK(utf8_from_bytes("plain, \u03c0 and \U0001F522") == "plain, \u03c0 and \U0001F522");
    CHECK(utf8_from_bytes("caf\xe9") == "caf\U0010FFE9");
    std::mt19937 random(7);
    const std::vector<std::string> parts = {"a",        "\xc3\xa9", "\xe9",         "\xed\xa0\x80",
                                            "\xc0\xaf", "\xf4",     "\xf4\x8f\xbf", "\U0010FFE9",
                                            "\xff",     "\"",       "\\",           "\n"};
    for (int round = 0; round < 2000; ++round) {
        std::string bytes;
        for (auto left = random() % 12; left > 0; --left) {
            bytes += random() % 4 == 0 ? std::string(1, static_cast<char>(random()))
                                       : parts[random() % parts.size()];
        }
        CAPTURE(bytes);
        CHECK(bytes_from_utf8(utf8_from_bytes(bytes)) == bytes);
        CHECK(Json::parse(Json({{bytes, bytes}}).dump()).at(bytes).get<std::string>() == bytes);
    }
}
