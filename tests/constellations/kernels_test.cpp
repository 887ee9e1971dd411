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

TEST_CASE("A line is the intersection of its tapes", "[constellations][kernels]") {
    std::mt19937_64 random(test_seed());
    for (const InstructionSet set : instruction_sets()) {
        for (int round = 0; round < 200; ++round) {
            const std::size_t bytes = unit_bytes * (1 + random() % 13);
            const std::size_t count = random() % 20;
            const bool fresh = round % 2 == 0;
            // Tapes of one period: all bytes are p bytes again and again.
            const auto period = static_cast<std::uint32_t>(1 + random() % 2000);
            std::vector<std::uint8_t> tapes = random_bytes(period, random);
            for (std::uint8_t& byte : tapes) {
                byte |= static_cast<std::uint8_t>(random() | random()); // not all of it goes
            }
            for (std::size_t i = period; i < period + block_bytes; ++i) {
                tapes.push_back(tapes[i - period]);
            }
            std::vector<std::uint32_t> positions(2 * position_group);
            for (std::uint32_t& position : positions) {
                position = static_cast<std::uint32_t>(random() % period);
            }
            std::vector<std::uint32_t> scratch(positions.size());
            const std::vector<std::uint32_t> distances(positions.size(), block_bytes % period);
            const std::vector<std::uint32_t> periods(positions.size(), period);
            std::vector<std::uint8_t> line = random_bytes(bytes + 1, random);
            std::vector<std::uint8_t> expected = line;
            for (std::size_t i = 0; i < bytes; ++i) {
                expected[i] = fresh ? 0xff : line[i];
                for (std::size_t tape = 0; tape < count; ++tape) {
                    expected[i] &= tapes[(positions[tape] + i) % period];
                }
            }
            kernels(set).intersect(line.data(), bytes, fresh, tapes.data(),
                                   {positions.data(), scratch.data(), distances.data(),
                                    periods.data(), periods.data(), count});
            CAPTURE(name(set), bytes, count, fresh, period);
            REQUIRE(line == expected);
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
        kernels(set).step(
            {from.data(), nullptr, distances.data(), ends.data(), periods.data(), count});
        CAPTURE(name(set));
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
