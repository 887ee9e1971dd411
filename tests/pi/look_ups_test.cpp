// The kernels that look up leaves, of each instruction set, with and without signs, against plain
// counting, with operands as large as they come for x up to 10^24 and quotients at and next to
// integers.

#include "pi/kernels.hpp"

#include "pi/kernel_cases.hpp"
#include "pi/strike.hpp"
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

/// One bit in four is 1.
std::uint64_t sparse_bits(std::mt19937_64& random) {
    const std::uint64_t bits = random();
    return bits & random();
}

struct Bitmap {
    Bitmap(std::size_t size, std::mt19937_64& random) : bytes(size) {
        array.resize(size + RankTable::word_slack);
        for (std::size_t i = 0; i < size; ++i) {
            bytes[i] = static_cast<std::uint8_t>(sparse_bits(random));
            array.data()[i] = bytes[i];
        }
    }

    /// [n]: what is counted up to n, from the beginning.
    [[nodiscard]] std::vector<std::int64_t> counts(const Character& chi) const {
        std::vector<std::int64_t> up_to;
        up_to.reserve(30 * bytes.size());
        std::int64_t count = 0;
        for (std::size_t n = 0; n < 30 * bytes.size(); ++n) {
            const unsigned bit = sieve::wheel_bits[n % 30];
            count += bit < 8 && (bytes[n / 30] >> bit & 1) != 0 ? chi(n) : 0;
            up_to.push_back(count);
        }
        return up_to;
    }

    std::vector<std::uint8_t> bytes;
    sieve::AlignedBuffer<std::uint8_t> array;
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

TEST_CASE("Struck multiples are taken off the counts of lines, with their signs") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    constexpr std::size_t lines = block_bytes / line_bytes;
    sieve::AlignedBuffer<std::int16_t> line_counts;
    sieve::AlignedBuffer<std::int16_t> recounted;
    line_counts.resize(lines);
    recounted.resize(lines);
    for (const KernelCase& of : kernel_cases()) {
        Bitmap bitmap(lines * line_bytes, random);
        std::uint8_t* const bytes = bitmap.array.data();
        std::int64_t total = of.kernels->count_lines(bytes, lines, of.minus(), line_counts.data());
        for (const std::uint32_t p : {31U, 37U, 701U, 1009U, 29'989U, 200'003U}) {
            WheelCursor multiple = first_multiple(p, 0);
            total -= strike_and_count(bytes, lines * line_bytes, p, multiple, of.minus(),
                                      line_counts.data());
            INFO(of.name << ", p = " << p);
            REQUIRE(of.kernels->count_lines(bytes, lines, of.minus(), recounted.data()) == total);
            REQUIRE(std::equal(recounted.data(), recounted.data() + lines, line_counts.data()));
        }
    }
}

TEST_CASE("Leaves count what lies below floor(a / m), in each of three ways") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    constexpr std::size_t lines = 8 * block_bytes / line_bytes;
    const Bitmap bitmap(lines * line_bytes, random);
    RankTable ranks;
    sieve::AlignedBuffer<std::int16_t> line_counts;
    sieve::AlignedBuffer<std::int32_t> superlines;
    line_counts.resize(lines);
    superlines.resize(lines / superline_lines + 8);

    for (const KernelCase& of : kernel_cases()) {
        const Kernels& kernel = *of.kernels;
        const std::vector<std::int64_t> counts = bitmap.counts(of.chi);
        ranks.resize(kernel.layout, lines);
        kernel.build_ranks(bitmap.array.data(), lines, of.minus(), ranks);
        REQUIRE(kernel.count_lines(bitmap.array.data(), lines, of.minus(), line_counts.data())
                == counts.back());
        kernel.add_superlines(line_counts.data(), lines, superlines.data());
        GroupCounts groups;
        kernel.count_groups(bitmap.array.data(), block_groups, of.minus(), groups);

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
                expected += {sign * counts[n], sign};
            }
            const Candidates candidates = {composite ? composites.data() : nullptr,
                                           composite ? nullptr : primes.data(), leaves.m.size(),
                                           base};
            const Numerator a(leaves.a);
            const auto check = [&](const WeightedSum& found) {
                INFO(of.name << ", a = " << to_string(leaves.a) << ", low = " << leaves.low << ", "
                             << leaves.m.size() << " leaves");
                REQUIRE(found.sum == expected.sum);
                REQUIRE(found.weight == expected.weight);
            };
            check(kernel.leaves_by_ranks(candidates, a, leaves.low, leaves.low + width, ranks));
            check(kernel.leaves_by_lines(candidates, a, leaves.low, of.minus(), bitmap.array.data(),
                                         line_counts.data(), superlines.data()));
            if (by_groups) {
                check(kernel.leaves_by_groups(candidates, a, leaves.low, of.minus(),
                                              bitmap.array.data(), groups));
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
        for (const InstructionSet set : instruction_sets()) {
            INFO(name(set) << ", xp = " << to_string(xp) << ", low = " << low << ", bits " << bits);
            const Kernels& kernel = kernels(set);
            SliceTable slice;
            slice.resize(kernel.layout, odd_words.size());
            slice.low = low;
            slice.fraction_bits = 52 - bits - 1;
            REQUIRE(kernel.fill_slice(odd_words.data(), odd_words.size(), slice) == count);
            REQUIRE(kernel.sum_pi(xp, inverses.data(), inverses.size(), slice) == expected);
        }
    }
}

TEST_CASE("Leaves by ranks are right where words of the bitmap begin and end") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    constexpr std::size_t lines = 64;
    constexpr std::uint64_t width = 30 * lines * line_bytes;
    const Bitmap bitmap(lines * line_bytes, random);
    std::vector<std::uint64_t> offsets = {0, 1, width - 1};
    for (std::uint64_t border : {std::uint64_t{120}, std::uint64_t{240}, 240 * (random() % 500 + 1),
                                 width / 2, width - 240, width}) {
        for (std::uint64_t n = border - 8; n < std::min(border + 8, width); ++n) {
            offsets.push_back(n);
        }
    }
    for (const KernelCase& of : kernel_cases()) {
        const Kernels& kernel = *of.kernels;
        const std::vector<std::int64_t> counts = bitmap.counts(of.chi);
        RankTable ranks;
        ranks.resize(kernel.layout, lines);
        kernel.build_ranks(bitmap.array.data(), lines, of.minus(), ranks);
        for (const std::uint64_t offset : offsets) {
            INFO(of.name << ", offset " << offset);
            REQUIRE(kernel.survivors_up_to(ranks, offset) == counts[offset]);
            // Below 2^50, m n = a, or a is as far away as it may be, or hardly.
            const int bits = 6 + static_cast<int>(random() % 44);
            const std::uint64_t low = (random() >> (64 - bits)) / 30 * 30;
            const std::uint64_t m = 2 + (random() >> (64 - 1 - static_cast<int>(random() % 40)));
            const std::vector<std::uint32_t> primes(71, 1);
            const Candidates candidates = {nullptr, primes.data(), primes.size(), m - 1};
            for (const std::uint64_t above : {std::uint64_t{0}, std::uint64_t{1}, m / 2, m - 1}) {
                const uint128 a = uint128{m} * (low + offset) + above;
                INFO("a = " << to_string(a) << ", m = " << m << ", low = " << low);
                const WeightedSum found =
                    kernel.leaves_by_ranks(candidates, Numerator(a), low, low + width, ranks);
                REQUIRE(found.sum == 71 * counts[offset]);
                REQUIRE(found.weight == 71);
                const std::vector<double> inverses(71, 1 / static_cast<double>(m));
                REQUIRE(kernel.sum_by_inverses(a, inverses.data(), inverses.size(), low,
                                               low + width, ranks)
                        == 71 * counts[offset]);
            }
        }
    }
}

TEST_CASE("pi from a slice is right where its words begin and end") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (const std::size_t n : {std::size_t{1}, std::size_t{2}, std::size_t{30}, std::size_t{61}}) {
        std::vector<std::uint32_t> odd_words(n);
        std::vector<std::uint64_t> up_to(64 * n);
        std::uint64_t count = 0;
        for (std::size_t v = 0; v < up_to.size(); ++v) {
            if (v % 64 == 0) {
                odd_words[v / 64] = static_cast<std::uint32_t>(random() | random());
            }
            count += v % 2 == 1 ? odd_words[v / 64] >> (v % 64 / 2) & 1 : 0;
            up_to[v] = count;
        }
        for (const InstructionSet set : instruction_sets()) {
            const Kernels& kernel = kernels(set);
            SliceTable slice;
            slice.resize(kernel.layout, n);
            REQUIRE(kernel.fill_slice(odd_words.data(), n, slice) == count);
            for (std::size_t offset = 0; offset < up_to.size(); ++offset) {
                // v and the fraction's bits as they go with sqrt x from 2^13 to 2^44
                const int bits = 13 + static_cast<int>(random() % 32);
                const std::uint64_t end = std::uint64_t{1} << bits;
                slice.low = random() % 4 == 0 ? (end - up_to.size()) / 2 * 2
                                              : random() % (end - up_to.size()) / 2 * 2;
                slice.fraction_bits = 52 - bits;
                const std::uint64_t q =
                    3 + (random() >> (64 - 2 - static_cast<int>(random() % 40)));
                for (const std::uint64_t above :
                     {std::uint64_t{0}, std::uint64_t{1}, q / 2, q - 1}) {
                    const uint128 xp = uint128{q} * (slice.low + offset) + above;
                    INFO(name(set) << ", xp = " << to_string(xp) << ", q = " << q
                                   << ", low = " << slice.low << ", bits " << bits);
                    const std::vector<double> inverses(77, 1 / static_cast<double>(q));
                    REQUIRE(kernel.sum_pi(xp, inverses.data(), inverses.size(), slice)
                            == 77 * up_to[offset]);
                }
            }
        }
    }
}
