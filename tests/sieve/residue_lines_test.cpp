// Residue lines against segments that are sieved one by one, on every instruction set that this
// processor has: with limited depth, so that any height takes no more than the medium primes.

#include "instruction_sets.hpp"
#include "oracle.hpp"
#include "random_cases.hpp"
#include "sieve/kernels.hpp"
#include "sieve/line_layout.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/segment_sieve.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <string>

using namespace primerank;
using namespace primerank::sieve;

namespace {

constexpr std::uint64_t stretch_bytes = 56 * max_line_bytes;
constexpr std::uint64_t least_bytes = ResidueLines::least_segments * max_segment_bytes;
constexpr std::uint64_t end_byte = 0xffff'ffff'ffff'ffff / 30 + 1;

std::vector<std::uint8_t> sieved(SegmentSieve& sieve, const SievingPrimes& primes,
                                 std::uint64_t depth, std::uint64_t first_byte,
                                 std::uint64_t count) {
    std::vector<std::uint8_t> bytes;
    sieve.run(primes, depth, first_byte, count,
              [&](const std::uint8_t* segment, std::uint64_t position, std::size_t size) {
                  REQUIRE(position == first_byte + bytes.size());
                  bytes.insert(bytes.end(), segment, segment + size);
              });
    return bytes;
}

/// Sieves by lines and by segments of half the size, which have no lines.
class BothWays {
  public:
    explicit BothWays(InstructionSet set)
        : set_(set), by_lines_(set, max_segment_bytes), by_segments_(set, max_segment_bytes / 2) {}

    void check(std::uint64_t depth, std::uint64_t first_byte, std::uint64_t count) {
        INFO(name(set_) << ", depth " << depth << ", bytes " << first_byte << " +" << count);
        const auto found = sieved(by_lines_, *primes_, depth, first_byte, count);
        const auto expected = sieved(by_segments_, *primes_, depth, first_byte, count);
        REQUIRE(found.size() == expected.size());
        const auto differ = std::mismatch(found.begin(), found.end(), expected.begin());
        CHECK(differ.first - found.begin() == static_cast<std::ptrdiff_t>(count));
    }

  private:
    InstructionSet set_;
    std::shared_ptr<const SievingPrimes> primes_ = SievingPrimes::up_to(medium_limit);
    SegmentSieve by_lines_;
    SegmentSieve by_segments_;
};

} // namespace

TEST_CASE("Residue lines hold what segments do at random places", "[sieve][lines]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto log_uniform = [&](double smallest, double largest) {
        return static_cast<std::uint64_t>(std::exp(
            std::uniform_real_distribution<>(std::log(smallest), std::log(largest))(random)));
    };
    for (const InstructionSet set : instruction_sets()) {
        BothWays both(set);
        for (int i = 0; i < 6 * test_scale(); ++i) {
            const std::uint64_t count = log_uniform(least_bytes, 2.5 * stretch_bytes);
            const std::uint64_t depth = log_uniform(presieve_limit, medium_limit);
            both.check(depth, std::min(log_uniform(1, 0x1p60), end_byte - count), count);
        }
    }
}

TEST_CASE("Residue lines end where they should", "[sieve][lines]") {
    for (const InstructionSet set : instruction_sets()) {
        BothWays both(set);
        for (const std::uint64_t first_byte : {0ULL, 1ULL, 6ULL, 55'555'555'555ULL}) {
            both.check(medium_limit, first_byte, least_bytes);
            both.check(medium_limit, first_byte, stretch_bytes - 7);
        }
        both.check(medium_limit, 7'000'000, stretch_bytes);
        both.check(medium_limit, 7'000'001, stretch_bytes);
        both.check(medium_limit, 7'000'000, stretch_bytes + 1);
        both.check(medium_limit, end_byte - least_bytes, least_bytes);
        both.check(medium_limit, end_byte - stretch_bytes - 3, stretch_bytes + 3);
    }
}

TEST_CASE("Wide intervals hold the right primes", "[sieve][lines]") {
    const auto cache = std::make_shared<SievingPrimesCache>();
    for (const InstructionSet set : instruction_sets()) {
        INFO(name(set));
        Sieve sieve(cache, Method::sieve, {set});
        for (const Interval& interval :
             {Interval{0, 60'000'000}, Interval{966'300'000'000, 966'300'000'000 + 20'000'000}}) {
            std::vector<std::uint64_t> found;
            sieve.run(interval, [&](const Segment& segment) { append_primes(segment, found); });
            const bool same = found == expected_primes(interval);
            CHECK(same);
        }
    }
}

TEST_CASE("Lines are merged bit by bit", "[sieve][lines]") {
    constexpr std::size_t stride = 320;
    constexpr std::size_t reach = 64;
    std::mt19937_64 random(test_seed());
    std::vector<std::uint8_t> lines(line_count * stride + reach);
    std::generate(lines.begin(), lines.end(), [&] { return static_cast<std::uint8_t>(random()); });
    std::vector<std::uint8_t> expected(56 * stride);
    for (std::size_t line = 0; line < line_count; ++line) {
        const unsigned r = line_residues[line];
        for (std::size_t i = 0; i < 8 * stride; ++i) {
            const unsigned bit = lines[line * stride + i / 8] >> i % 8 & 1;
            expected[7 * i + r / 30] |= static_cast<std::uint8_t>(bit << wheel_bits[r % 30]);
        }
    }
    for (const InstructionSet set : instruction_sets()) {
        for (const std::size_t first : {0U, 1U, 31U, 64U}) {
            for (const std::size_t last : {65U, 128U, 200U, 256U}) {
                INFO(name(set) << ", " << first << " to " << last);
                std::vector<std::uint8_t> merged(56 * (last - first + reach));
                kernels(set).merge_lines(merged.data(), lines.data(), stride, first, last);
                const auto* const from = expected.data() + 56 * first;
                CHECK(std::equal(from, from + 56 * (last - first), merged.data()));
            }
        }
    }
}
