#include "files/text.hpp"

#include "random_cases.hpp"

#include "catch.hpp"

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

TEST_CASE("Text is printed as it is", "[text]") {
    for (const std::string text : {"", "/scratch/primes.txt", "caf\xC3\xA9", "C:\\xyz",
                                   "\xE2\x82\xAC \xF0\x9F\x98\x80", "\xF4\x8F\xBF\xBF"}) {
        CHECK(printable(text) == text);
    }
}

TEST_CASE("Bytes that are no text, and control characters, are printed as escapes", "[text]") {
    CHECK(printable("caf\xE9/p") == "caf\\xE9/p");
    CHECK(printable("\xC3") == "\\xC3");                   // cut off
    CHECK(printable("\xC0\xAF") == "\\xC0\\xAF");          // overlong
    CHECK(printable("\xED\xA0\x80") == "\\xED\\xA0\\x80"); // a surrogate
    CHECK(printable("\xF4\x90\x80\x80") == "\\xF4\\x90\\x80\\x80");
    CHECK(printable("a\nb\x1B[0m") == "a\\x0Ab\\x1B[0m");
}

TEST_CASE("Any bytes are printed as valid text in one line", "[text]") {
    const std::uint64_t seed = primerank::test_seed();
    INFO("PRIMERANK_TEST_SEED=" << seed);
    std::mt19937_64 random(seed);
    const std::string likely = "\xC3\xA9\xE9\xED\xA0\x80\xF4\x8F\xBF\x90";
    for (int i = 0; i < 20'000 * primerank::test_scale(); ++i) {
        std::string bytes(random() % 12, '\0');
        for (char& byte : bytes) {
            byte = random() % 2 == 0 ? likely[random() % likely.size()]
                                     : static_cast<char>(random() % 256);
        }
        const std::string text = printable(bytes);
        INFO(text);
        REQUIRE(is_utf8(text));
        REQUIRE(text.find('\n') == std::string::npos);
        REQUIRE((text == bytes || text.find("\\x") != std::string::npos));
    }
}
