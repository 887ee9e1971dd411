#include "constellations/kernels.hpp"

#include "instruction_sets.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <random>
#include <vector>

using namespace primerank;
using namespace primerank::constellations;

namespace {

std::vector<std::uint8_t> random_bytes(std::size_t count, std::mt19937_64& random) {
    std::vector<std::uint8_t> bytes(count);
    for (std::uint8_t& byte : bytes) {
        byte = static_cast<std::uint8_t>(random());
    }
    return bytes;
}

} // namespace

TEST_CASE("A block is the intersection of its tapes", "[constellations][kernels]") {
    std::mt19937_64 random(test_seed());
    for (const InstructionSet set : instruction_sets()) {
        for (int round = 0; round < 200; ++round) {
            const std::size_t bytes = unit_bytes * (1 + random() % (block_bytes / unit_bytes));
            const std::size_t count = random() % 20;
            const bool fresh = round % 2 == 0;
            std::vector<std::uint8_t> tapes = random_bytes(5000, random);
            for (std::uint8_t& byte : tapes) {
                byte |= static_cast<std::uint8_t>(random() | random()); // not all of it goes
            }
            std::vector<std::uint32_t> positions(count);
            for (std::uint32_t& position : positions) {
                position = static_cast<std::uint32_t>(random() % (tapes.size() - block_bytes));
            }
            std::vector<std::uint8_t> block = random_bytes(block_bytes + 1, random);
            std::vector<std::uint8_t> expected = block;
            for (std::size_t i = 0; i < bytes; ++i) {
                expected[i] = fresh ? 0xff : block[i];
                for (const std::uint32_t position : positions) {
                    expected[i] &= tapes[position + i];
                }
            }
            kernels(set).intersect(block.data(), bytes, fresh, tapes.data(), positions.data(),
                                   count);
            CAPTURE(name(set), bytes, count, fresh);
            REQUIRE(block == expected);
        }
    }
}

TEST_CASE("Positions step around their periods", "[constellations][kernels]") {
    std::mt19937_64 random(test_seed());
    for (const InstructionSet set : instruction_sets()) {
        constexpr std::size_t count = 3 * position_group;
        std::vector<std::uint32_t> from(count);
        std::vector<std::uint32_t> distances(count);
        std::vector<std::uint32_t> ends(count);
        std::vector<std::uint32_t> periods(count);
        std::vector<std::uint32_t> expected(count);
        for (std::size_t i = 0; i < count; ++i) {
            periods[i] = static_cast<std::uint32_t>(1 + random() % 8191);
            const auto begin = static_cast<std::uint32_t>(random() % 10'000'000);
            ends[i] = begin + periods[i];
            const auto offset = static_cast<std::uint32_t>(random() % periods[i]);
            distances[i] = static_cast<std::uint32_t>(random() % periods[i]);
            from[i] = begin + offset;
            expected[i] = begin + (offset + distances[i]) % periods[i];
        }
        std::vector<std::uint32_t> to(count);
        kernels(set).step(to.data(), from.data(), distances.data(), ends.data(), periods.data(),
                          count);
        CAPTURE(name(set));
        CHECK(to == expected);
        kernels(set).step(from.data(), from.data(), distances.data(), ends.data(), periods.data(),
                          count);
        CHECK(from == expected);
    }
}

TEST_CASE("Every bit of a line is a survivor", "[constellations][kernels]") {
    std::mt19937_64 random(test_seed());
    for (const InstructionSet set : instruction_sets()) {
        for (int round = 0; round < 200; ++round) {
            std::vector<std::uint64_t> words(random() % 70);
            const auto density = random() % 4;
            for (std::uint64_t& word : words) {
                word = density == 0   ? ~std::uint64_t{0}
                       : density == 1 ? random()
                       : density == 2 ? random() & random() & random() & random()
                                      : std::uint64_t{random() % 3 == 0} << random() % 64;
            }
            const std::uint64_t n = random();
            const std::uint64_t modulus = random() >> 30;
            std::vector<std::uint64_t> expected;
            for (std::size_t i = 0; i < 64 * words.size(); ++i) {
                if ((words[i / 64] >> i % 64 & 1) != 0) {
                    expected.push_back(n + modulus * i);
                }
            }
            std::vector<std::uint64_t> found(64 * words.size() + 1);
            std::vector<std::uint32_t> room(words.size() + 1);
            found.resize(kernels(set).survivors(found.data(), words.data(), words.size(), n,
                                                modulus, room.data()));
            CAPTURE(name(set), words.size(), density);
            REQUIRE(found == expected);
        }
    }
}
