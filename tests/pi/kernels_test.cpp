// The kernels that sieve and select, of each instruction set, with and without signs, against plain
// counting.

#include "pi/kernels.hpp"

#include "pi/kernel_cases.hpp"
#include "pi/patterns.hpp"
#include "pi/small_primes.hpp"
#include "random_cases.hpp"
#include "sieve/aligned_buffer.hpp"

#include "catch.hpp"

#include <random>
#include <vector>

using namespace primerank;
using namespace primerank::pi;

TEST_CASE("Patterns strike multiples and count what is left") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const Patterns patterns(2000);
    const std::vector<std::uint32_t> primes = small_primes(2000);
    REQUIRE(primes[patterns.last()] == 1999);
    sieve::AlignedBuffer<std::uint8_t> block;
    block.resize(block_bytes);
    for (const KernelCase& of : kernel_cases()) {
        const Kernels& kernel = *of.kernels;
        for (int round = 0; round < 10; ++round) {
            INFO(of.name);
            const std::uint64_t low = 120 * (random() % 1'000'000'000);
            const std::uint64_t b = 9 + random() % (patterns.last() - 8);
            const std::uint32_t p = primes[b];
            const std::size_t groups = 8 * (1 + random() % 8);
            const auto phase = [low](Pattern pattern) {
                return static_cast<std::uint32_t>(low / 30 % pattern.period);
            };
            GroupCounts counts;
            const Pattern first = patterns.of_7_11_13();
            const Pattern second = patterns.of_17_19();
            kernel.lay_patterns(block.data(), groups, first, phase(first), second, phase(second),
                                of.minus(), counts);
            kernel.and_pattern(block.data(), groups, patterns.of(b), phase(patterns.of(b)),
                               of.minus(), counts);
            std::int64_t left = 0;
            for (std::size_t byte = 0; byte < groups * group_bytes; ++byte) {
                if (byte % group_bytes == 0) {
                    REQUIRE(counts[byte / group_bytes] == left);
                }
                for (std::size_t i = 0; i < 8; ++i) {
                    const std::uint64_t n = low + 30 * byte + sieve::wheel_residues[i];
                    const bool free = n % 7 != 0 && n % 11 != 0 && n % 13 != 0 && n % 17 != 0
                                      && n % 19 != 0 && n % p != 0;
                    left += free ? of.chi(n) : 0;
                    if ((block.data()[byte] >> i & 1) != (free ? 1 : 0)) {
                        FAIL("n = " << n << ", p = " << p);
                    }
                }
            }
            REQUIRE(counts[groups] == left);
            kernel.count_groups(block.data(), groups, of.minus(), counts);
            REQUIRE(counts[groups] == left);
        }
    }
}

TEST_CASE("Factors are selected from any window") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::vector<std::uint16_t> table(64'000);
    for (std::uint16_t& entry : table) {
        entry = static_cast<std::uint16_t>(random() % 4 == 0 ? 0 : random());
    }
    std::vector<std::uint16_t> values(selected_values);
    for (const KernelCase& of : kernel_cases()) {
        for (int round = 0; round < 200; ++round) {
            const std::uint64_t first = random() % 150'000;
            const std::uint64_t widest = round % 2 == 0 ? selected_numbers : 200;
            const std::uint64_t last = first + random() % widest + 1;
            const auto least = static_cast<std::uint32_t>(random() % 32768);
            const std::uint64_t base = (first + 1) / 120 * 120;
            std::vector<std::uint16_t> expected;
            for (std::uint64_t m = first + 1; m <= last; ++m) {
                const unsigned bit = sieve::wheel_bits[m % 30];
                if (bit < 8 && table[8 * (m / 30) + bit] >> 1 >= static_cast<int>(least)) {
                    const unsigned odd =
                        (table[8 * (m / 30) + bit] & 1U) ^ (of.chi(m) < 0 ? 1U : 0U);
                    expected.push_back(static_cast<std::uint16_t>((m - base) << 1 | odd));
                }
            }
            const std::size_t n = of.kernels->select_factors(table.data(), first, last, least,
                                                             of.minus(), values.data());
            INFO(of.name << ", (" << first << ", " << last << "], index from " << least);
            REQUIRE(std::vector<std::uint16_t>(values.begin(),
                                               values.begin() + static_cast<std::ptrdiff_t>(n))
                    == expected);
        }
    }
}
