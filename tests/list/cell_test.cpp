#include "list/cell.hpp"

#include "catch.hpp"

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

using namespace primerank;
using namespace primerank::list;

namespace {

using Bytes = std::vector<std::uint8_t>;
using Numbers = std::vector<std::uint64_t>;

Bytes encoded(const Numbers& numbers, int level) {
    CellEncoder encoder(level);
    // In two parts, as they come from a sieve.
    const std::size_t half = numbers.size() / 2;
    encoder.append({numbers.data(), half});
    encoder.append({numbers.data() + half, numbers.size() - half});
    CHECK(encoder.tally().count == numbers.size());
    CHECK(encoder.tally().last == numbers.back());
    Bytes bytes(encoder.most_bytes());
    bytes.resize(encoder.finish(bytes.data()));
    CHECK(encoder.empty());
    return bytes;
}

Numbers decoded(const Bytes& bytes) {
    Numbers numbers;
    CellDecoder decoder;
    for_each_cell(decoder, bytes, [&](std::span<const std::uint64_t> more) {
        numbers.insert(numbers.end(), more.begin(), more.end());
    });
    return numbers;
}

Numbers random_numbers(std::uint64_t start, std::uint64_t widest_gap, std::mt19937_64& random) {
    Numbers numbers = {start};
    const uint128 end = cell_border(start) + cell_width;
    for (;;) {
        const std::uint64_t gap = 2 + 2 * (random() % (widest_gap / 2));
        if (uint128{numbers.back()} + gap >= end) {
            return numbers;
        }
        numbers.push_back(numbers.back() + gap);
    }
}

} // namespace

TEST_CASE("A cell comes back as it went, at every length of gaps", "[list]") {
    std::mt19937_64 random(Catch::rngSeed());
    constexpr std::uint64_t last_cell = cell_of(std::numeric_limits<std::uint64_t>::max());
    for (const int level : {0, 1, default_level}) {
        for (const std::uint64_t cell : {std::uint64_t{0}, std::uint64_t{1}, last_cell - 1}) {
            for (const std::uint64_t widest : {4U, 100U, 256U, 300U, 40'000U, 3'000'000U}) {
                const Numbers numbers = random_numbers(cell * cell_width + 7, widest, random);
                CHECK(decoded(encoded(numbers, level)) == numbers);
            }
        }
        for (const Numbers& numbers :
             {Numbers{2}, Numbers{3}, Numbers{2, 3}, Numbers{2, 3, 5, 7}, Numbers{2, 5}}) {
            if (numbers != Numbers{2, 5}) { // 3 apart is no distance of primes
                CHECK(decoded(encoded(numbers, level)) == numbers);
            }
        }
        const Numbers top = {std::numeric_limits<std::uint64_t>::max() - 58,
                             std::numeric_limits<std::uint64_t>::max() - 0};
        CHECK(decoded(encoded(top, level)) == top);
    }
}

TEST_CASE("The layout is as documented", "[list]") {
    CHECK(encoded({2, 3, 5, 7, 269, 271}, 0)
          == Bytes{0x51, 0x2A, 0x4D, 0x18, 32,   0,    0, 0, 2, 0, 0, 0, 0, 0,    0, 0, 15, 1,  0,
                   0,    0,    0,    0,    0,    0x2D, 2, 0, 0, 0, 0, 0, 0, 6,    0, 0, 0,  14, 0,
                   0,    0,    0x52, 0x2A, 0x4D, 0x18, 6, 0, 0, 0, 0, 1, 1, 0x83, 1, 1});
}

TEST_CASE("Cells of a row are found one after another", "[list]") {
    const Numbers numbers = {2, 3, 5, cell_width + 1, cell_width + 3, 7 * cell_width + 11};
    Bytes bytes;
    for (const auto& [from, to] : {std::pair{0, 3}, std::pair{3, 5}, std::pair{5, 6}}) {
        const Bytes cell = encoded({numbers.begin() + from, numbers.begin() + to}, 1);
        bytes.insert(bytes.end(), cell.begin(), cell.end());
    }
    CHECK(decoded(bytes) == numbers);
    bytes.pop_back();
    CHECK_THROWS_AS(decoded(bytes), DamagedList);
}

TEST_CASE("No flipped bit goes unnoticed", "[list]") {
    std::mt19937_64 random(Catch::rngSeed());
    const std::uint64_t start = 1'000'000'007;
    for (const int level : {0, default_level}) {
        Numbers numbers = random_numbers(start, 500, random);
        numbers.resize(300);
        const Bytes whole = encoded(numbers, level);
        for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
            Bytes damaged = whole;
            damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ 1U << bit % 8);
            // What zstd does not look at, such as a reserved bit, may be flipped.
            bool noticed = false;
            try {
                noticed = decoded(damaged) == numbers;
            } catch (const DamagedList&) {
                noticed = true;
            }
            CHECK(noticed);
        }
        for (std::size_t length = 1; length < whole.size(); length += 7) {
            CHECK_THROWS_AS(
                decoded(Bytes(whole.begin(), whole.begin() + static_cast<long>(length))),
                DamagedList);
        }
    }
}
