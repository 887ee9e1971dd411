#include "files/text.hpp"

#include "random_cases.hpp"

#include <catch2/catch.hpp>

#include <cstdint>
#include <iconv.h>
#include <random>
#include <string>

using namespace primerank::files;

namespace {

/// What the system's own converter says.
bool is_utf8(std::string text) {
    const iconv_t converter = iconv_open("UTF-32LE", "UTF-8");
    std::string converted(4 * text.size() + 4, '\0');
    char* from = text.data();
    char* to = converted.data();
    std::size_t left = text.size();
    std::size_t room = converted.size();
    const bool good = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1);
    iconv_close(converter);
    return good;
}

} // namespace

TEST_CASE("Valid text is its own escape", "[text]") {
    for (const std::string text :
         {"", "/scratch/primes.txt", "caf\xC3\xA9", "\xE2\x82\xAC \xF0\x9F\x98\x80", "C:\\xyz",
          "\\x", "\\xe9", "a\nb\tc", "\xF4\x8F\xBF\xBF"}) {
        CHECK(escape_bytes(text) == text);
        CHECK(unescape_bytes(text) == text);
    }
    CHECK(escape_bytes(std::string("a\0b", 3)) == std::string("a\0b", 3));
}

TEST_CASE("Bytes that are no text become escapes", "[text]") {
    CHECK(escape_bytes("caf\xE9/p") == "caf\\xE9/p");
    CHECK(escape_bytes("\\xE9") == "\\x5CxE9");
    CHECK(escape_bytes("\xC3") == "\\xC3");                   // cut off
    CHECK(escape_bytes("\xC0\xAF") == "\\xC0\\xAF");          // overlong
    CHECK(escape_bytes("\xED\xA0\x80") == "\\xED\\xA0\\x80"); // a surrogate
    CHECK(escape_bytes("\xF4\x90\x80\x80") == "\\xF4\\x90\\x80\\x80");
    CHECK(unescape_bytes("caf\\xE9/p") == "caf\xE9/p");
}

TEST_CASE("Escapes are valid text and give back any bytes", "[text]") {
    const std::uint64_t seed = primerank::test_seed();
    INFO("PRIMERANK_TEST_SEED=" << seed);
    std::mt19937_64 random(seed);
    const std::string likely = "\\\\xxE95C\xC3\xA9\xE9\xED\xA0\x80";
    for (int i = 0; i < 20'000 * primerank::test_scale(); ++i) {
        std::string bytes(random() % 12, '\0');
        for (char& byte : bytes) {
            byte = random() % 2 == 0 ? likely[random() % likely.size()]
                                     : static_cast<char>(random() % 256);
        }
        const std::string text = escape_bytes(bytes);
        INFO(text);
        REQUIRE(is_utf8(text));
        REQUIRE(unescape_bytes(text) == bytes);
        if (is_utf8(bytes) && bytes.find("\\x") == std::string::npos) {
            REQUIRE(text == bytes);
        }
    }
}

TEST_CASE("Messages hold no control characters", "[text]") {
    CHECK(printable("a\nb\x1B[0m\xE9") == "a\\x0Ab\\x1B[0m\\xE9");
}
