#include "pi/classes_workload.hpp"

#include "instruction_sets.hpp"
#include "law/workload.hpp"
#include "numbers/serialized.hpp"
#include "pi/pi_workload.hpp"
#include "pi/random_split.hpp"
#include "random_cases.hpp"
#include "tally/enumeration.hpp"
#include "tally/residues.hpp"

#include "catch.hpp"

#include <array>
#include <cmath>
#include <random>

using namespace primerank;
using namespace primerank::pi;

static_assert(law::Workload<ClassesWorkload>);

namespace {

constexpr std::array<std::uint64_t, 8> moduli = {1, 2, 3, 4, 6, 8, 12, 24};

std::vector<std::uint64_t> classes_of(uint128 x, std::uint64_t modulus,
                                      const Options& options = {}) {
    const ClassesWorkload workload(x, modulus, 1, options);
    return workload.finish(whole_tally(workload)).of_class;
}

/// The counts of the classes prime to the modulus.
std::vector<std::uint64_t> reduced(std::uint64_t modulus, std::vector<std::uint64_t> counts) {
    std::vector<std::uint64_t> result;
    for (const tally::ClassCount& of_class : tally::reduced_classes(modulus, {std::move(counts)})) {
        result.push_back(of_class.primes);
    }
    return result;
}

std::vector<std::uint64_t> enumerated(std::uint64_t x, std::uint64_t modulus) {
    const tally::Enumeration workload(Interval{0, uint128{x} + 1}, tally::ResidueMeasure(modulus),
                                      sieve::Method::enumerate,
                                      [](const tally::ResidueCounts&) { return law::WideSum(); });
    auto worker = workload.make_worker();
    auto counts = workload.work(workload.axis(), worker).of_class;
    counts.resize(modulus);
    return counts;
}

} // namespace

TEST_CASE("Classes mod 24 at powers of ten, and races mod 4, are the known ones") {
    using Counts = std::vector<std::uint64_t>;
    CHECK(reduced(24, classes_of(1'000'000'000, 24))
          == Counts{6354932, 6356337, 6355761, 6356253, 6355934, 6356288, 6356086, 6355941});
    CHECK(
        reduced(24, classes_of(10'000'000'000, 24))
        == Counts{56876600, 56881690, 56882072, 56881401, 56882826, 56882159, 56881625, 56884136});
    CHECK(reduced(24, classes_of(100'000'000'000, 24))
          == Counts{514742404, 514760074, 514762733, 514755092, 514757222, 514760580, 514756309,
                    514760397});
    CHECK(reduced(3, classes_of(10'000'000'000, 3)) == Counts{227523123, 227529387});
    CHECK(reduced(3, classes_of(100'000'000'000, 3)) == Counts{2059018668, 2059036144});
    // OEIS A091295, and with it pi(10^n; 4, 1) and pi(10^n; 4, 3)
    const std::vector<std::uint64_t> differences = {
        1, 2, 7, 10, 25, 147, 218, 446, 551, 5960, 14252, 63337, 118472, 183457, 951700};
    std::uint64_t x = 1;
    for (std::size_t n = 1; n < differences.size(); ++n) {
        x *= 10;
        const Counts counts = reduced(4, classes_of(x, 4));
        INFO("10^" << n);
        CHECK(counts[1] - counts[0] == differences[n - 1]);
    }
    CHECK(reduced(4, classes_of(1'000'000'000'000, 4)) == Counts{18803924340, 18803987677});
    CHECK(reduced(4, classes_of(10'000'000'000'000, 4)) == Counts{173032709183, 173032827655});
}

TEST_CASE("Classes are those that enumeration finds, whatever the options") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const int rounds = 60 * test_scale();
    for (int i = 0; i < rounds; ++i) {
        const double largest = i % 20 == 0 ? 10 : 9;
        const auto x = static_cast<std::uint64_t>(
            std::pow(10.0, std::uniform_real_distribution<double>(5.9, largest)(random)));
        const std::vector<std::uint64_t> of_24 = enumerated(x, 24);
        const std::uint64_t modulus = moduli[random() % moduli.size()];
        std::vector<std::uint64_t> expected(modulus);
        for (std::size_t a = 0; a < of_24.size(); ++a) {
            expected[a % modulus] += of_24[a];
        }
        INFO("x = " << x << ", modulus " << modulus);
        std::vector<std::uint64_t> found = classes_of(x, modulus, random_options(random));
        CHECK(found == expected);
    }
}

TEST_CASE("Below a million primes are counted by class one by one") {
    for (const std::uint64_t x : {0U, 1U, 2U, 3U, 4U, 5U, 24U, 25U, 1000U, 999'999U}) {
        for (const std::uint64_t modulus : moduli) {
            INFO("x = " << x << ", modulus " << modulus);
            CHECK(classes_of(x, modulus) == enumerated(x, modulus));
        }
    }
}

TEST_CASE("Any cuts and any set of kernels give the same tallies for all characters") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 12 * test_scale(); ++i) {
        const auto x = static_cast<std::uint64_t>(
            std::pow(10.0, std::uniform_real_distribution<double>(6, 11)(random)));
        INFO("x = " << x);
        Options options = random_options(random);
        const ClassesWorkload workload(x, 24, 1 + static_cast<unsigned>(i) % 3, options);
        const CharacterTallies whole = whole_tally(workload);
        for (const std::size_t pieces : {2U, 7U, 40U}) {
            REQUIRE(tally_in_pieces(workload, random, pieces) == whole);
        }
        for (const InstructionSet set : instruction_sets()) {
            options.set = set;
            INFO(name(set));
            REQUIRE(whole_tally(ClassesWorkload(x, 24, 1, options)) == whole);
        }
        ClassesWorkload::Worker auditor = workload.make_auditor();
        REQUIRE(workload.work(workload.axis(), auditor) == whole);
    }
}

TEST_CASE("Tallies of characters survive their archive, and nothing is the identity") {
    const ClassesWorkload workload(98'765'432'109, 8);
    const CharacterTallies whole = whole_tally(workload);
    CHECK(deserialized<CharacterTallies>(serialized(whole)) == whole);
    CharacterTallies left;
    left.combine(whole);
    CHECK(left == whole);
    CharacterTallies right = whole;
    right.combine(CharacterTallies{});
    CHECK(right == whole);
    CHECK_THROWS_AS(workload.finish(CharacterTallies{}), std::logic_error);
    CharacterTallies wrong = whole;
    wrong.of[1].phi0 += 1;
    CHECK_THROWS_AS(workload.finish(wrong), std::logic_error);
}

TEST_CASE("Other moduli and larger x are refused") {
    for (const std::uint64_t modulus : {0U, 5U, 7U, 10U, 16U, 48U}) {
        CHECK_THROWS_AS(ClassesWorkload(1'000'000, modulus), std::invalid_argument);
    }
    CHECK_THROWS_AS(ClassesWorkload(ClassesWorkload::end_of_x, 4), std::invalid_argument);
    CHECK(classes_memory_forecast(ClassesWorkload::end_of_x - 1, 24, 1)
          < 4 * memory_forecast(ClassesWorkload::end_of_x - 1, 1));
    CHECK(classes_memory_forecast(1'000'000'000'000'000, 1, 1)
          == memory_forecast(1'000'000'000'000'000, 1));
}
