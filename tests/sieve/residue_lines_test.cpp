// Residue lines against segments that are sieved one by one, on every instruction set that this
// processor has: with limited depth, so that any height takes no primes above medium_limit.

#include "instruction_sets.hpp"
#include "oracle.hpp"
#include "random_cases.hpp"
#include "sieve/kernels.hpp"
#include "sieve/line_layout.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/segment_sieve.hpp"

#include "catch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>
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

/// Kernels that this processor can run, and what they are called.
struct NamedKernels {
    std::string name;
    const Kernels* kernels;
};

/// Of every instruction set, in the ways that are the fastest here and with either kind of lists.
std::vector<NamedKernels> all_kernels() {
    std::vector<NamedKernels> all;
    for (const InstructionSet set : instruction_sets()) {
        const std::string in = std::string(name(set));
        all.push_back({in, &kernels(set)});
        all.push_back({in + ", lists of positions", &kernels(set, Notation::position)});
        all.push_back({in + ", lists of hits", &kernels(set, Notation::hit)});
    }
    return all;
}

/// Sieves by lines and by segments of half the size, which have no lines.
class BothWays {
  public:
    explicit BothWays(const NamedKernels& some)
        : name_(some.name), by_lines_(*some.kernels, max_segment_bytes),
          by_segments_(*some.kernels, max_segment_bytes / 2) {}

    void check(std::uint64_t depth, std::uint64_t first_byte, std::uint64_t count) {
        INFO(name_ << ", depth " << depth << ", bytes " << first_byte << " +" << count);
        const auto found = sieved(by_lines_, *primes_, depth, first_byte, count);
        const auto expected = sieved(by_segments_, *primes_, depth, first_byte, count);
        REQUIRE(found.size() == expected.size());
        const auto differ = std::mismatch(found.begin(), found.end(), expected.begin());
        CHECK(differ.first - found.begin() == static_cast<std::ptrdiff_t>(count));
    }

  private:
    std::string name_;
    std::shared_ptr<const SievingPrimes> primes_ = SievingPrimes::up_to(medium_limit);
    SegmentSieve by_lines_;
    SegmentSieve by_segments_;
};

std::uint64_t count_by(Sieve& sieve, const Interval& interval) {
    std::uint64_t found = 0;
    sieve.run(interval, [&](const Segment& segment) {
        for (std::size_t k = 0; k < segment.bytes.size(); k += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, segment.bytes.data() + k, sizeof word);
            found += static_cast<unsigned>(std::popcount(word));
        }
    });
    return found;
}

/// Lines of this layout against segments that have none.
void check_lines(ResidueLines& lines, const NamedKernels& some, const SievingPrimes& primes,
                 const LineLayout& layout, std::uint64_t first_byte, std::uint64_t count) {
    INFO(some.name << ", modulus " << layout.modulus << ", bytes " << first_byte << " +" << count);
    SegmentSieve by_segments(*some.kernels, max_segment_bytes / 2);
    std::vector<std::uint8_t> expected =
        sieved(by_segments, primes, medium_limit, first_byte, count);
    std::vector<std::uint8_t> found;
    std::vector<std::uint8_t> memory(max_segment_bytes + 2 * ResidueLines::merge_guard);
    std::uint8_t* const segment = memory.data() + ResidueLines::merge_guard;
    lines.load(primes, medium_limit, first_byte, count, layout);
    while (found.size() < count) {
        const std::size_t size = std::min(max_segment_bytes, count - found.size());
        lines.fill(segment, size, first_byte + found.size());
        found.insert(found.end(), segment, segment + size);
    }
    // Lines cross out the sieving primes themselves, and 1 is nobody's multiple.
    for (std::uint64_t k = first_byte; k < primes.bytes().size() && k < first_byte + count; ++k) {
        const unsigned own = primes.bytes()[k] | (k == 0 ? 1U : 0U);
        expected[k - first_byte] &= static_cast<std::uint8_t>(~own);
        found[k - first_byte] &= static_cast<std::uint8_t>(~own);
    }
    const auto differ = std::mismatch(found.begin(), found.end(), expected.begin());
    CHECK(differ.first - found.begin() == static_cast<std::ptrdiff_t>(count));
}

} // namespace

TEST_CASE("Residue lines hold what segments do at random places", "[sieve][lines]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto between = [&](double least, double largest) {
        return static_cast<std::uint64_t>(log_uniform(random, least, largest));
    };
    for (const NamedKernels& some : all_kernels()) {
        BothWays both(some);
        for (int i = 0; i < 6 * test_scale(); ++i) {
            const std::uint64_t count = between(least_bytes, 2.5 * stretch_bytes);
            const std::uint64_t depth = between(presieve_limit, medium_limit);
            both.check(depth, std::min(between(1, 0x1p60), end_byte - count), count);
        }
    }
}

TEST_CASE("Residue lines end where they should", "[sieve][lines]") {
    for (const NamedKernels& some : all_kernels()) {
        BothWays both(some);
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

TEST_CASE("Lines of both moduli hold what segments do", "[sieve][lines]") {
    const auto primes = SievingPrimes::up_to(medium_limit);
    std::mt19937_64 random(test_seed());
    for (const NamedKernels& some : all_kernels()) {
        ResidueLines lines(*some.kernels); // one object changes from layout to layout
        for (const bool again : {false, true}) {
            for (const LineLayout& layout : {lines_of<210>, lines_of<2310>}) {
                const std::uint64_t stretch = 8 * max_line_bytes * std::uint64_t{layout.bytes()};
                const std::uint64_t somewhere = random() % (end_byte - 2 * stretch);
                const auto check = [&](std::uint64_t first_byte, std::uint64_t count) {
                    check_lines(lines, some, *primes, layout, first_byte, count);
                };
                if (again) {
                    check(somewhere, stretch + max_segment_bytes);
                } else {
                    check(0, least_bytes);
                    check(1, least_bytes + 1234);
                    check(end_byte - least_bytes, least_bytes);
                }
            }
        }
    }
}

TEST_CASE("Lists of either kind cross out the same", "[sieve]") {
    const std::uint64_t depth = 5'000'000; // some large primes
    const auto primes = SievingPrimes::up_to(depth);
    std::mt19937_64 random(test_seed());
    for (const std::uint64_t segments : {1U, 5U, 30U}) {
        const std::uint64_t count = segments * max_segment_bytes - 1234;
        const std::uint64_t first_byte = random() % (end_byte - count);
        SegmentSieve portable(kernels(InstructionSet::portable, Notation::hit), max_segment_bytes);
        const auto expected = sieved(portable, *primes, depth, first_byte, count);
        for (const NamedKernels& some : all_kernels()) {
            INFO(some.name << ", bytes " << first_byte << " +" << count);
            SegmentSieve sieve(*some.kernels, max_segment_bytes);
            const bool same = sieved(sieve, *primes, depth, first_byte, count) == expected;
            CHECK(same);
        }
    }
}

TEST_CASE("Merging stays within its guards", "[sieve][lines]") {
    constexpr std::size_t guard = ResidueLines::merge_guard;
    constexpr std::uint8_t canary = 0xa5;
    const auto primes = SievingPrimes::up_to(medium_limit);
    for (const InstructionSet set : instruction_sets()) {
        for (const LineLayout& layout : {lines_of<210>, lines_of<2310>}) {
            // One column more than a vector takes, all but a byte of each end in other segments.
            const std::size_t column = std::size_t{8} * layout.bytes();
            for (const std::size_t columns : {16U, 32U, 64U}) {
                const std::size_t size = column * (columns - 1) + 2;
                const std::uint64_t first_byte = 1'000'000 * column;
                const std::uint64_t position = first_byte + 4 * column - 1;
                INFO(name(set) << ", modulus " << layout.modulus << ", columns " << columns);
                std::vector<std::uint8_t> memory(size + 2 * guard + 128, canary);
                ResidueLines lines(kernels(set));
                lines.load(*primes, 1000, first_byte, least_bytes, layout);
                lines.fill(memory.data() + 64 + guard, size, position);
                const auto intact = [&](std::size_t from) {
                    return std::all_of(memory.begin() + static_cast<std::ptrdiff_t>(from),
                                       memory.begin() + static_cast<std::ptrdiff_t>(from + 64),
                                       [](std::uint8_t byte) { return byte == canary; });
                };
                CHECK(intact(0));
                CHECK(intact(memory.size() - 64));
                CHECK(memory[64 + guard + size / 2] != canary);
            }
        }
    }
}

TEST_CASE("Lines modulo 2310 are for long intervals that are not too low or high",
          "[sieve][lines]") {
    constexpr std::uint64_t gigabyte = 1'000'000'000;
    constexpr std::uint64_t depth = 1'000'000;
    constexpr std::uint64_t shorter = 20'000'000;
    const auto modulus = [](std::uint64_t root, std::uint64_t end, std::uint64_t count) {
        return ResidueLines::layout_for(root, end, count).modulus;
    };
    CHECK(modulus(depth, gigabyte, 50'000'000) == 2310);
    CHECK(modulus(depth, gigabyte, 49'999'999) == 210);
    CHECK(modulus(500'000'000, gigabyte, gigabyte) == 2310);
    CHECK(modulus(500'000'001, gigabyte, gigabyte) == 210);
    CHECK(modulus(depth, 166'666'666, 100'000'000) == 2310);
    CHECK(modulus(depth, 166'666'665, 100'000'000) == 210);

    const auto primes = SievingPrimes::up_to(presieve_limit);
    ResidueLines lines(kernels(instruction_set()));
    const auto modulus_now = [&] { return lines.layout_now(depth, gigabyte, shorter).modulus; };
    CHECK(modulus_now() == 210);
    lines.load(*primes, presieve_limit, 0, shorter, lines_of<210>);
    CHECK(modulus_now() == 210);
    lines.load(*primes, presieve_limit, 0, shorter, lines_of<2310>);
    CHECK(modulus_now() == 2310);
    CHECK(lines.layout_now(depth, gigabyte, 14'999'999).modulus == 210);
}

TEST_CASE("Long intervals hold as many primes as they should", "[sieve][lines]") {
    const auto cache = std::make_shared<SievingPrimesCache>();
    const Interval interval{4'000'000'007, 5'500'000'111};
    const auto bytes = static_cast<std::uint64_t>(interval.width() / 30);
    REQUIRE(ResidueLines::layout_for(74'161, 5'500'000'111 / 30, bytes).modulus == 2310);
    const std::uint64_t expected = primesieve::count_primes(4'000'000'007, 5'500'000'110);
    const Interval shorter{5'000'000'000, 5'600'000'000};
    const std::uint64_t shorter_expected = primesieve::count_primes(5'000'000'000, 5'600'000'000);
    for (const InstructionSet set : instruction_sets()) {
        INFO(name(set));
        Sieve sieve(cache, Method::sieve, {set});
        CHECK(count_by(sieve, interval) == expected);
        CHECK(count_by(sieve, shorter) == shorter_expected); // in the same memory
    }
}

TEST_CASE("Lines are merged bit by bit", "[sieve][lines]") {
    constexpr std::size_t stride = 320;
    constexpr std::size_t reach = 64;
    std::mt19937_64 random(test_seed());
    for (const LineLayout& layout : {lines_of<210>, lines_of<2310>}) {
        std::vector<std::vector<std::uint8_t>> lines;
        std::vector<const std::uint8_t*> pointers;
        std::vector<std::uint8_t> expected(8 * stride * layout.bytes());
        for (std::uint32_t r = 1; r < layout.modulus; ++r) {
            if (std::gcd(r, 210U) != 1) {
                continue;
            }
            std::vector<std::uint8_t>& line = lines.emplace_back(stride + reach);
            std::generate(line.begin(), line.end(),
                          [&] { return static_cast<std::uint8_t>(random()); });
            pointers.push_back(line.data());
            for (std::size_t i = 0; i < 8 * stride; ++i) {
                const unsigned bit = line[i / 8] >> i % 8 & 1;
                expected[layout.bytes() * i + r / 30] |=
                    static_cast<std::uint8_t>(bit << wheel_bits[r % 30]);
            }
        }
        const std::size_t column = std::size_t{8} * layout.bytes();
        for (const InstructionSet set : instruction_sets()) {
            for (const std::size_t first : {0U, 1U, 31U, 64U}) {
                for (const std::size_t last : {65U, 128U, 200U, 256U}) {
                    INFO(name(set) << ", " << layout.modulus << ": " << first << " to " << last);
                    std::vector<std::uint8_t> merged(column * (last - first + reach));
                    kernels(set).merge_lines(merged.data(), pointers.data(), layout.blocks(), first,
                                             last);
                    const auto* const from = expected.data() + column * first;
                    CHECK(std::equal(from, from + column * (last - first), merged.data()));
                }
            }
        }
    }
}

TEST_CASE("Where primes stand in lines is found in floating point without an error",
          "[sieve][lines]") {
    std::mt19937_64 random(test_seed());
    for (const std::uint32_t p : {1009U, 4201U, 65'537U, 131'071U, 982'981U}) {
        for (std::uint32_t i = 0; i < 1000; ++i) {
            const std::uint64_t multiple = random() % (end_byte / 7 / p) * p;
            CHECK(remainder(multiple, p) == 0);
            CHECK(remainder(multiple + 1, p) == 1);
            CHECK(remainder(multiple + p - 1, p) == p - 1);
            const auto step = static_cast<std::uint32_t>(random() % p);
            const auto near = static_cast<std::uint32_t>(random() % 240) * p + i % 3;
            const std::uint32_t last_bit = near % (8 * max_line_bytes);
            CHECK(line_turn(p, step, last_bit) == (last_bit + step) % p);
        }
    }
}

TEST_CASE("Lines stand for the residues that are coprime to the modulus", "[sieve][lines]") {
    for (const LineLayout& layout : {lines_of<210>, lines_of<2310>}) {
        std::size_t line = 0;
        unsigned before = 1;
        for (unsigned r = 1; r < layout.modulus; ++r) {
            if (std::gcd(r, layout.modulus) == 1) {
                REQUIRE(line < layout.residues.size());
                CHECK(layout.residues[line] == r);
                CHECK(layout.steps[line] == (r - before) / 2);
                before = r;
                ++line;
            }
        }
        CHECK(line == layout.residues.size());
        for (const std::uint32_t m : {13U, 17U, 4199U, 982'981U}) {
            CHECK(std::uint64_t{layout.inverse(m)} * layout.modulus % m == 1);
        }
    }
}
