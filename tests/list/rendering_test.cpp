#include "list/rendering.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

using namespace primerank::list;

namespace {

std::string by_printf(const std::vector<std::uint64_t>& numbers) {
    std::string text;
    for (const std::uint64_t n : numbers) {
        char line[24];
        std::snprintf(line, sizeof line, "%" PRIu64 "\n", n);
        text += line;
    }
    return text;
}

std::string rendered(const std::vector<std::uint64_t>& numbers) {
    std::vector<std::uint8_t> bytes(numbers.size() * TextRenderer::most_bytes);
    std::uint8_t* const end = TextRenderer().render(numbers, bytes.data());
    return std::string(bytes.data(), end);
}

constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();

} // namespace

TEST_CASE("Text is what printf writes, at every number of digits", "[list]") {
    std::vector<std::uint64_t> numbers = {0, 1, 2, 3, 9};
    for (std::uint64_t power = 10;; power *= 10) {
        for (const std::uint64_t n : {power - 7, power - 1, power, power + 1, 5 * power}) {
            if (n > numbers.back()) {
                numbers.push_back(n);
            }
        }
        if (power > largest / 10 / 10 * 10) {
            break;
        }
    }
    std::vector<std::uint64_t> top = {largest - 10'000, largest - 1, largest};
    numbers.erase(std::remove_if(numbers.begin(), numbers.end(),
                                 [&](std::uint64_t n) { return n >= top.front(); }),
                  numbers.end());
    numbers.insert(numbers.end(), top.begin(), top.end());
    CHECK(std::is_sorted(numbers.begin(), numbers.end()));
    CHECK(rendered(numbers) == by_printf(numbers));
    CHECK(rendered_size(Format::text, numbers) == by_printf(numbers).size());
    CHECK(rendered_size(Format::u64, numbers) == 8 * numbers.size());
    CHECK(rendered({}).empty());
    CHECK(rendered_size(Format::text, {}) == 0);
}

TEST_CASE("Text is what printf writes, number after number", "[list]") {
    std::mt19937_64 random(Catch::rngSeed());
    for (int digits = 1; digits <= 20; ++digits) {
        std::uint64_t n = 1;
        for (int i = 1; i < digits; ++i) {
            n *= 10;
        }
        n -= std::min<std::uint64_t>(n, 30'000); // across the border
        std::vector<std::uint64_t> numbers;
        for (int i = 0; i < 3000 && n < largest - 1000; ++i) {
            numbers.push_back(n += 1 + random() % 90);
        }
        CHECK(rendered(numbers) == by_printf(numbers));
        CHECK(rendered_size(Format::text, numbers) == by_printf(numbers).size());
    }
}

TEST_CASE("Text of numbers counted from an origin is that of the numbers", "[list]") {
    using primerank::uint128;
    std::mt19937_64 random(Catch::rngSeed());
    uint128 power = 10'000'000'000'000'000'000U;
    for (int digits = 20; digits <= 25; ++digits, power *= 10) {
        const uint128 origin = power - 60'000 - random() % 10'000;
        std::vector<std::uint64_t> offsets;
        std::string expected;
        std::string indexed;
        for (std::uint64_t n = random() % 100; n < 120'000; n += 1 + random() % 90) {
            offsets.push_back(n);
            const std::string line = primerank::to_string(origin + n) + "\n";
            expected += line;
            indexed += std::to_string(offsets.size()) + " " + line;
        }
        for (const Format format : {Format::text, Format::bfile}) {
            Renderer renderer(format, origin);
            std::vector<std::uint8_t> bytes(renderer.room_for(offsets, 0));
            std::uint8_t* const end = renderer.render(offsets, 0, bytes.data());
            CHECK(std::string(bytes.data(), end) == (format == Format::text ? expected : indexed));
        }
        CHECK(rendered_size(Format::text, offsets, origin) == expected.size());
    }
}

TEST_CASE("u64 is little-endian", "[list]") {
    const std::vector<std::uint64_t> numbers = {2, 0x0102030405060708};
    std::vector<std::uint8_t> bytes(16);
    CHECK(render_u64(numbers, bytes.data()) == bytes.data() + 16);
    CHECK(bytes == std::vector<std::uint8_t>{2, 0, 0, 0, 0, 0, 0, 0, 8, 7, 6, 5, 4, 3, 2, 1});
}

TEST_CASE("A b-file has an index before every number, from 1 on", "[list]") {
    std::mt19937_64 random(Catch::rngSeed());
    std::vector<std::uint64_t> numbers;
    std::string expected;
    std::vector<std::size_t> ends = {0};
    std::uint64_t n = 0;
    for (std::size_t index = 1; index <= 101'500; ++index) {
        numbers.push_back(n += 1 + random() % 1000);
        expected += std::to_string(index) + " " + std::to_string(n) + "\n";
        ends.push_back(expected.size());
    }
    std::vector<std::uint8_t> bytes(expected.size() + TextRenderer::most_bytes);
    std::uint8_t* to = bytes.data();
    Renderer renderer(Format::bfile);
    ListTally before;
    while (before.count < numbers.size()) {
        const std::size_t size =
            std::min<std::size_t>(1 + random() % 5000, numbers.size() - before.count);
        const auto part = std::span(numbers).subspan(before.count, size);
        CHECK(renderer.room_for(part, before.count)
              == ends[before.count + size] - ends[before.count] + TextRenderer::most_bytes);
        to = renderer.render(part, before.count, to);
        before.combine({size, rendered_size(Format::bfile, part), 0, part.back()});
        CHECK(listed_bytes(Format::bfile, before) == ends[before.count]);
    }
    CHECK(std::string(bytes.data(), to) == expected);
    // A lane of a rank need not take its blocks in the order of the list.
    for (const std::uint64_t i : {std::uint64_t{99'998}, std::uint64_t{7}, std::uint64_t{11'000}}) {
        std::uint8_t* const end = renderer.render({&numbers[i], 1}, i, bytes.data());
        CHECK(std::string(bytes.data(), end) == expected.substr(ends[i], ends[i + 1] - ends[i]));
    }
    CHECK(listed_bytes(Format::bfile, {}) == 0);
    CHECK(listed_bytes(Format::bfile, {99'999'999'999'999'999, 0, 0, 0})
          == 1'788'888'888'888'888'888);
}

TEST_CASE("Formats have names", "[list]") {
    for (const Format format : {Format::text, Format::u64, Format::bfile, Format::compact}) {
        CHECK(parse_format(format_name(format)) == format);
    }
    CHECK_THROWS_AS(parse_format("Text"), std::invalid_argument);
}
