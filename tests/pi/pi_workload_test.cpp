#include "pi/pi_workload.hpp"

#include "instruction_sets.hpp"
#include "law/workload.hpp"
#include "numbers/serialized.hpp"
#include "pi/double_check.hpp"
#include "pi/random_split.hpp"
#include "pi/small_primes.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::pi;

static_assert(law::Workload<PiWorkload>);

TEST_CASE("pi(10^n) and pi(2^n) are the published values") {
    // OEIS A006880 and A007053
    const std::vector<std::uint64_t> powers_of_ten = {0,
                                                      4,
                                                      25,
                                                      168,
                                                      1229,
                                                      9592,
                                                      78498,
                                                      664579,
                                                      5761455,
                                                      50847534,
                                                      455052511,
                                                      4118054813,
                                                      37607912018,
                                                      346065536839,
                                                      3204941750802,
                                                      29844570422669,
                                                      279238341033925,
                                                      2623557157654233,
                                                      24739954287740860,
                                                      234057667276344607,
                                                      2220819602560918840};
    const int last = 15 + std::min(5, test_scale() - 1);
    uint128 x = 1;
    for (int n = 0; n <= last; ++n, x *= 10) {
        INFO("10^" << n);
        CHECK(static_cast<std::uint64_t>(pi_of(x)) == powers_of_ten[static_cast<std::size_t>(n)]);
    }
    const std::vector<std::pair<int, std::uint64_t>> powers_of_two = {
        {20, 82025},         {24, 1077871},       {28, 14630843},     {32, 203280221},
        {36, 2874398515},    {40, 41203088796},   {44, 597116381732}, {45, 1166746786182},
        {46, 2280998753949}, {47, 4461632979717}, {48, 8731188863470}};
    for (const auto& [n, primes] : powers_of_two) {
        INFO("2^" << n);
        CHECK(static_cast<std::uint64_t>(pi_of(uint128{1} << n)) == primes);
    }
}

TEST_CASE("Small x are counted one by one") {
    std::uint64_t count = 0;
    const std::vector<std::uint32_t> primes = small_primes(2000);
    for (std::uint64_t x = 0; x <= 1000; ++x) {
        count += std::binary_search(primes.begin() + 1, primes.end(), x) ? 1 : 0;
        REQUIRE(pi_of(x) == count);
    }
    const std::vector<std::uint32_t> more = small_primes(999'999);
    for (std::size_t b = 1000; b < more.size(); b += 7777) {
        REQUIRE(pi_of(more[b]) == b);
        REQUIRE(pi_of(more[b] - 1) == b - 1);
    }
    CHECK(pi_of(999'999) == 78498);
}

TEST_CASE("Any borders, order and bracketing give the same tally, bit for bit") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 60 * test_scale(); ++i) {
        const auto x = static_cast<std::uint64_t>(
            std::pow(10.0, std::uniform_real_distribution<double>(6, 11.5)(random)));
        INFO("x = " << x);
        const PiWorkload workload(x, 1 + static_cast<unsigned>(i) % 3, random_options(random));
        const PiTally whole = whole_tally(workload);
        for (const std::size_t pieces : {2U, 7U, 40U}) {
            REQUIRE(tally_in_pieces(workload, random, pieces) == whole);
        }
    }
}

TEST_CASE("Tiles of the dense leaves, cut over b anywhere, add up to all b") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 30 * test_scale(); ++i) {
        const auto x = static_cast<std::uint64_t>(
            std::pow(10.0, std::uniform_real_distribution<double>(8, 14)(random)));
        const Tables tables(choose_parameters(x, random_options(random)), 1);
        const CharacterTables of(tables, Character());
        const HardLeaves hard(of);
        HardLeaves::Buffers buffers;
        const std::uint64_t cells = tables.parameters.sqrt_x / HardLeaves::grain;
        HardLeaves::Tile tile;
        tile.lo = random() % cells * (random() % 2);
        tile.hi = tile.lo + random() % (cells - tile.lo) + 1;
        tile.lo *= HardLeaves::grain;
        tile.hi *= HardLeaves::grain;
        INFO("x = " << x << ", n in [" << tile.lo << ", " << tile.hi << ")");
        HardLeaves::Sums sum;
        std::size_t tiles = 0;
        for (tile.b_last = k; tile.b_last < tables.d; ++tiles) {
            tile.b_after = tile.b_last;
            tile.b_last += 1 + random() % std::min<std::uint64_t>(60, tables.d - tile.b_last);
            const HardLeaves::Sums part = hard.sums(tile, tables.kernels, buffers);
            const auto before = part.d.counts.begin()
                                + static_cast<std::ptrdiff_t>(
                                    std::min<std::size_t>(tile.b_after - k, part.d.counts.size()));
            REQUIRE(std::all_of(part.d.counts.begin(), before, [](auto n) { return n == 0; }));
            REQUIRE(part.d.counts.size() <= tile.b_last - k);
            REQUIRE(part.b == CountedSum{});
            sum.d.combine(part.d);
        }
        INFO(tiles << " tiles");
        REQUIRE(sum.d == hard.sums(tile.lo, tile.hi, tables.kernels, buffers).d);
    }
}

TEST_CASE("The empty tally is the identity on both sides") {
    const PiWorkload workload(123'456'789'012);
    const PiTally whole = whole_tally(workload);
    PiTally left;
    left.combine(whole);
    CHECK(left == whole);
    PiTally right = whole;
    right.combine(PiTally{});
    CHECK(right == whole);
    PiWorkload::Worker worker = workload.make_worker();
    CHECK(workload.work({1920, 1920}, worker) == PiTally{});
}

TEST_CASE("Instruction sets give the same tallies") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 12 * test_scale(); ++i) {
        const auto x = static_cast<std::uint64_t>(
            std::pow(10.0, std::uniform_real_distribution<double>(8, 12.5)(random)));
        Options options = random_options(random);
        options.set = InstructionSet::portable;
        const PiTally portable = whole_tally(PiWorkload(x, 1, options));
        for (const InstructionSet set : instruction_sets()) {
            INFO("x = " << x << ", " << name(set));
            options.set = set;
            REQUIRE(whole_tally(PiWorkload(x, 1, options)) == portable);
        }
    }
}

TEST_CASE("Cost is additive and ascends; borders keep still and keep to their order") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const PiWorkload workload(uint128{1'000'000'000'000'000});
    const auto length = static_cast<std::uint64_t>(workload.axis().stop);
    const double all = workload.cost(workload.axis());
    CHECK(all > 0);
    CHECK(workload.border(0) == 0);
    CHECK(workload.border(length) == length);
    for (int i = 0; i < 1000; ++i) {
        const uint128 a = random() % length >> (random() % 20);
        const uint128 b = a + random() % static_cast<std::uint64_t>(length - a);
        const uint128 border = workload.border(a);
        REQUIRE(border <= a);
        REQUIRE(workload.border(border) == border);
        REQUIRE(border <= workload.border(b));
        REQUIRE(workload.cost({a, b}) >= 0);
        const double sum =
            workload.cost({0, a}) + workload.cost({a, b}) + workload.cost({b, length});
        REQUIRE(sum == Approx(all));
    }
}

TEST_CASE("A tally survives its archive") {
    const PiTally tally = whole_tally(PiWorkload(98'765'432'109));
    CHECK(deserialized<PiTally>(serialized(tally)) == tally);
}

TEST_CASE("What cannot be computed is refused") {
    Options options;
    CHECK_THROWS_AS(PiWorkload(uint128{1} << 100), std::invalid_argument);
    options.alpha = 0.5;
    CHECK_THROWS_AS(PiWorkload(10'000'000, 1, options), std::invalid_argument);
    options.alpha = 1;
    CHECK_THROWS_AS(choose_parameters(parse_uint128("1000000000000000000000000"), options),
                    std::invalid_argument);
    const uint128 largest_promised = parse_uint128("1000000000000000000000000");
    CHECK_NOTHROW(choose_parameters(largest_promised));
    CHECK(memory_forecast(largest_promised, 16) > 8'000'000'000);
    CHECK(memory_forecast(largest_promised, 16) < 32'000'000'000);
    CHECK(memory_forecast(1000, 4) > 0);
}

TEST_CASE("Smaller alphas need less memory and more time, and give the same pi(x)") {
    for (const char* text :
         {"10000000000000000", "100000000000000000000", "1000000000000000000000000"}) {
        const uint128 x = parse_uint128(text);
        INFO("x = " << text);
        std::uint64_t memory = memory_forecast(x, 4);
        double seconds = seconds_forecast(x);
        for (const double alpha : smaller_alphas(x)) {
            Options options;
            options.alpha = alpha;
            CHECK(memory_forecast(x, 4, options) < memory);
            CHECK(seconds_forecast(x, alpha) > seconds);
            memory = memory_forecast(x, 4, options);
            seconds = seconds_forecast(x, alpha);
        }
    }
    CHECK(smaller_alphas(1000).empty());
    const std::vector<double> alphas = smaller_alphas(10'000'000'000'000);
    REQUIRE(alphas.size() == 19);
    for (const double alpha : {alphas.front(), alphas.back()}) {
        Options options;
        options.alpha = alpha;
        CHECK(static_cast<std::uint64_t>(pi_of(10'000'000'000'000, options)) == 346065536839);
    }
}

TEST_CASE("An auditor comes to the same tally") {
    for (const std::uint64_t x : {1000ULL, 271'828'182'845ULL}) {
        const PiWorkload workload(x);
        PiWorkload::Worker auditor = workload.make_auditor();
        CHECK(workload.work(workload.axis(), auditor) == whole_tally(workload));
    }
}

TEST_CASE("A second run with other options shares no term with the first and has the same sum") {
    const uint128 x = 31'415'926'535'897;
    const PiWorkload first(x);
    const PiWorkload second(x, 1, options_for_double_check(x));
    const PiTally first_tally = whole_tally(first);
    const PiTally second_tally = whole_tally(second);
    CHECK(first.finish(first_tally) == second.finish(second_tally));
    const PiTerms a = first.terms(first_tally);
    const PiTerms b = second.terms(second_tally);
    CHECK(a.a_and_c != b.a_and_c);
    CHECK(a.b != b.b);
    CHECK(a.d != b.d);
    CHECK(a.phi0 != b.phi0);
    CHECK(a.sigma != b.sigma);
    CHECK_NOTHROW(options_for_double_check(1'000'000));
    CHECK_NOTHROW(options_for_double_check(1000));

    CHECK(difference(first, first_tally, second, second_tally) == std::nullopt);
    const auto told = [&](const PiTally& wrong) {
        return difference(first, first_tally, second, wrong).value_or("nothing");
    };
    PiTally wrong = second_tally;
    wrong.phi0 += 1;
    CHECK(told(wrong) == "pi(x) is 1045715118501 in the first run and 1045715118502 in the second");
    wrong = second_tally;
    wrong.d.sum -= 1;
    CHECK(told(wrong).find("pi(x) is 1045715118501 in the first") == 0);
    wrong = second_tally;
    wrong.easy.count += 1;
    CHECK(told(wrong).find("pi(sqrt x) is ") == 0);
}

TEST_CASE("The forecast from x alone is close to the one with tables") {
    // Below, the tables, which the workload's cost leaves out, are a large part.
    for (const std::uint64_t x :
         {300'000'000'000'000ULL, 1'000'000'000'000'000ULL, 10'000'000'000'000'000ULL}) {
        const PiWorkload workload(x);
        INFO("x = " << x);
        const double ratio = seconds_forecast(x) / workload.cost(workload.axis());
        CHECK(ratio > 0.7);
        CHECK(ratio < 1.5);
    }
    CHECK(seconds_forecast(0) > 0);
    CHECK(seconds_forecast(uint128{1} << 80) > 3600);
}

TEST_CASE("A tally of a part does not pass for the whole") {
    const PiWorkload workload(1'000'000'000);
    CHECK_THROWS_AS(workload.finish(PiTally{}), std::logic_error);
}
