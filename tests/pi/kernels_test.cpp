// Each kernel of each instruction set against plain counting, with operands as large as they come
// for x up to 10^24 and quotients at and next to integers.

#include "pi/kernels.hpp"

#include "pi/patterns.hpp"
#include "pi/small_primes.hpp"
#include "pi/wheel.hpp"
#include "random_cases.hpp"
#include "sieve/aligned_buffer.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using namespace primerank;
using namespace primerank::pi;

namespace {

std::vector<InstructionSet> sets() {
    std::vector<InstructionSet> result;
    for (const InstructionSet set :
         {InstructionSet::portable, InstructionSet::avx2, InstructionSet::avx512}) {
        if (set <= best_instruction_set()) {
            result.push_back(set);
        }
    }
    return result;
}

/// One bit in four is 1.
std::uint64_t sparse_bits(std::mt19937_64& random) {
    const std::uint64_t bits = random();
    return bits & random();
}

struct Bitmap {
    Bitmap(std::size_t size, std::mt19937_64& random) : bytes(size) {
        array.resize(size);
        for (std::size_t i = 0; i < size; ++i) {
            bytes[i] = static_cast<std::uint8_t>(sparse_bits(random));
            array.data()[i] = bytes[i];
        }
        survivors.reserve(30 * size);
        std::int64_t count = 0;
        for (std::size_t n = 0; n < 30 * size; ++n) {
            const unsigned bit = sieve::wheel_bits[n % 30];
            count += bit < 8 ? bytes[n / 30] >> bit & 1 : 0;
            survivors.push_back(count);
        }
    }
    std::vector<std::uint8_t> bytes;
    sieve::AlignedBuffer<std::uint8_t> array;
    std::vector<std::int64_t> survivors; // [n]: up to n, from the beginning
};

/// Leaves m with n = floor(a / m) in [low, high) for one a, some with a = m n or one beside it.
struct Leaves {
    uint128 a = 0;
    std::uint64_t low = 0;
    std::vector<std::uint64_t> m;
};

Leaves random_leaves(std::mt19937_64& random, std::uint64_t m_base, std::uint64_t m_width,
                     std::uint64_t width, int low_bits) {
    Leaves leaves;
    const std::uint64_t low = (random() >> (64 - low_bits)) / 30 * 30;
    const std::uint64_t exact_m = m_base + random() % m_width;
    const std::uint64_t exact_n = low + random() % width;
    leaves.a = uint128{exact_m} * exact_n + random() % 3 - 1;
    leaves.low = low;
    leaves.m.push_back(exact_m);
    for (int i = 0; i < 300; ++i) {
        leaves.m.push_back(m_base + random() % m_width);
    }
    std::sort(leaves.m.begin(), leaves.m.end());
    const auto outside = [&](std::uint64_t m) {
        const uint128 n = leaves.a / m;
        return n < low || n >= low + width;
    };
    leaves.m.erase(std::remove_if(leaves.m.begin(), leaves.m.end(), outside), leaves.m.end());
    return leaves;
}

} // namespace

TEST_CASE("Leaves count what lies below floor(a / m), in each of three ways") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    constexpr std::size_t lines = 8 * block_bytes / line_bytes;
    const Bitmap bitmap(lines * line_bytes, random);
    sieve::AlignedBuffer<std::uint64_t> ranks;
    sieve::AlignedBuffer<std::uint16_t> line_counts;
    sieve::AlignedBuffer<std::uint32_t> superlines;
    ranks.resize(16 * lines);
    line_counts.resize(lines);
    superlines.resize(lines / superline_lines + 8);

    for (const InstructionSet set : sets()) {
        const Kernels& kernel = kernels(set);
        kernel.build_ranks(bitmap.array.data(), lines, ranks.data());
        const std::uint64_t total =
            kernel.count_lines(bitmap.array.data(), lines, line_counts.data());
        REQUIRE(total == static_cast<std::uint64_t>(bitmap.survivors.back()));
        kernel.add_superlines(line_counts.data(), lines, superlines.data());
        GroupCounts groups;
        kernel.count_groups(bitmap.array.data(), block_groups, groups);

        for (int round = 0; round < 300; ++round) {
            const bool by_groups = round % 2 == 0;
            const std::uint64_t width = 30 * (by_groups ? block_bytes : lines * line_bytes);
            const bool composite = round % 3 != 0;
            const std::uint64_t base = random() >> (64 - 10 - round % 28);
            const Leaves leaves = random_leaves(random, base + 1, composite ? 32000 : 1 << 24,
                                                width, 10 + static_cast<int>(random() % 40));
            std::vector<std::uint16_t> composites;
            std::vector<std::uint32_t> primes;
            WeightedSum expected;
            for (const std::uint64_t m : leaves.m) {
                const bool plus = !composite || random() % 2 == 0;
                composites.push_back(static_cast<std::uint16_t>((m - base) << 1 | (plus ? 1 : 0)));
                primes.push_back(static_cast<std::uint32_t>(m - base));
                const auto n = static_cast<std::uint64_t>(leaves.a / m) - leaves.low;
                const std::int64_t sign = plus ? 1 : -1;
                expected += {sign * bitmap.survivors[n], sign};
            }
            const Candidates candidates = {composite ? composites.data() : nullptr,
                                           composite ? nullptr : primes.data(), leaves.m.size(),
                                           base};
            const Numerator a(leaves.a);
            const auto check = [&](const WeightedSum& found) {
                INFO(name(set) << ", a = " << to_string(leaves.a) << ", low = " << leaves.low
                               << ", " << leaves.m.size() << " leaves");
                REQUIRE(found.sum == expected.sum);
                REQUIRE(found.weight == expected.weight);
            };
            check(kernel.leaves_by_ranks(candidates, a, leaves.low, leaves.low + width,
                                         ranks.data()));
            check(kernel.leaves_by_lines(candidates, a, leaves.low, bitmap.array.data(),
                                         line_counts.data(), superlines.data()));
            if (by_groups) {
                check(kernel.leaves_by_groups(candidates, a, leaves.low, bitmap.array.data(),
                                              groups));
            }
        }
    }
}

TEST_CASE("pi of quotients comes from a slice, at integers too") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    constexpr std::uint64_t width = 262'144;
    for (int round = 0; round < 400; ++round) {
        std::vector<std::uint32_t> odd_words(width / 64);
        std::vector<std::uint64_t> up_to(width);
        std::uint64_t count = 0;
        for (std::size_t n = 0; n < width; ++n) {
            if (n % 64 == 0) {
                odd_words[n / 64] = static_cast<std::uint32_t>(sparse_bits(random));
            }
            count += n % 2 == 1 ? odd_words[n / 64] >> (n % 64 / 2) & 1 : 0;
            up_to[n] = count;
        }
        // v < 2^bits, q about as large as v or smaller
        const int bits = 20 + round % 27;
        const std::uint64_t low = (random() >> (64 - bits + 1)) / 128 * 128;
        const std::uint64_t exact_v = low + random() % width;
        const std::uint64_t exact_q =
            29 + (random() >> (64 - bits + static_cast<int>(random() % 8)));
        const uint128 xp = uint128{exact_q} * exact_v + random() % 3 - 1;
        std::vector<double> inverses;
        std::uint64_t expected = 0;
        for (int i = 0; i < 200; ++i) {
            const std::uint64_t q =
                i == 0 ? exact_q
                       : static_cast<std::uint64_t>(xp / (low + random() % width + 1)) | 1;
            const uint128 v = xp / q;
            if (v >= low && v < low + width) {
                inverses.push_back(1 / static_cast<double>(q));
                expected += up_to[static_cast<std::size_t>(v - low)];
            }
        }
        std::vector<std::uint64_t> entries(odd_words.size() + 1);
        for (const InstructionSet set : sets()) {
            INFO(name(set) << ", xp = " << to_string(xp) << ", low = " << low << ", bits " << bits);
            const Kernels& kernel = kernels(set);
            REQUIRE(kernel.fill_slice(odd_words.data(), odd_words.size(), entries.data()) == count);
            const SliceTable slice = {entries.data(), low, 52 - bits - 1};
            REQUIRE(kernel.sum_pi(xp, inverses.data(), inverses.size(), slice) == expected);
        }
    }
}

TEST_CASE("Patterns strike multiples and count what is left") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const Patterns patterns(2000);
    const std::vector<std::uint32_t> primes = small_primes(2000);
    REQUIRE(primes[patterns.last()] == 1999);
    sieve::AlignedBuffer<std::uint8_t> block;
    block.resize(block_bytes);
    for (const InstructionSet set : sets()) {
        const Kernels& kernel = kernels(set);
        for (int round = 0; round < 10; ++round) {
            INFO(name(set));
            const std::uint64_t low = 30 * (random() % 1'000'000'000);
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
                                counts);
            kernel.and_pattern(block.data(), groups, patterns.of(b), phase(patterns.of(b)), counts);
            std::uint64_t left = 0;
            for (std::size_t byte = 0; byte < groups * group_bytes; ++byte) {
                if (byte % group_bytes == 0) {
                    REQUIRE(counts[byte / group_bytes] == left);
                }
                for (std::size_t i = 0; i < 8; ++i) {
                    const std::uint64_t n = low + 30 * byte + sieve::wheel_residues[i];
                    const bool free = n % 7 != 0 && n % 11 != 0 && n % 13 != 0 && n % 17 != 0
                                      && n % 19 != 0 && n % p != 0;
                    left += free ? 1 : 0;
                    if ((block.data()[byte] >> i & 1) != (free ? 1 : 0)) {
                        FAIL("n = " << n << ", p = " << p);
                    }
                }
            }
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
    for (const InstructionSet set : sets()) {
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
                    expected.push_back(static_cast<std::uint16_t>(
                        (m - base) << 1 | (table[8 * (m / 30) + bit] & 1U)));
                }
            }
            const std::size_t n =
                kernels(set).select_factors(table.data(), first, last, least, values.data());
            INFO(name(set) << ", (" << first << ", " << last << "], index from " << least);
            REQUIRE(std::vector<std::uint16_t>(values.begin(),
                                               values.begin() + static_cast<std::ptrdiff_t>(n))
                    == expected);
        }
    }
}
