#include "tally/gaps.hpp"

#include "instruction_sets.hpp"
#include "random_cases.hpp"
#include "tally/law.hpp"

#include "catch.hpp"

#include <map>

using namespace primerank;
using namespace primerank::tally;

namespace {

/// The definition, gap after gap.
GapReport by_definition(const std::vector<std::uint64_t>& primes, std::uint64_t next_prime,
                        std::uint64_t list_from) {
    GapReport report;
    std::map<std::uint64_t, std::uint64_t> first;
    std::map<std::uint64_t, std::uint64_t> counts;
    for (std::size_t i = 0; i < primes.size(); ++i) {
        const std::uint64_t next = i + 1 < primes.size() ? primes[i + 1] : next_prime;
        const Gap gap{next - primes[i], primes[i]};
        first.emplace(gap.length, gap.lower.value);
        ++counts[gap.length];
        if (report.maximal.empty() || gap.length > report.maximal.back().length) {
            report.maximal.push_back(gap);
        }
        if (gap.length >= list_from) {
            report.listed.push_back(gap);
        }
    }
    for (const auto& [length, lower] : first) {
        report.first_occurrence.push_back({length, {lower}});
        report.histogram.push_back({length, counts[length]});
    }
    return report;
}

/// No primes, but numbers with a bit on the wheel whose gaps are of all lengths up to about
/// `longest`: soon no short gap is news, and searches look for ever longer ones.
law::Window made_up_window(std::uint64_t longest, std::uint64_t seed) {
    const Interval interval{uint128{1} << 40, (uint128{1} << 40) + 8'000'000};
    std::mt19937_64 random(seed);
    std::vector<std::uint64_t> numbers;
    for (auto n = static_cast<std::uint64_t>(interval.start); n < interval.stop;) {
        if (sieve::wheel_bits[n % 30] < 8) {
            numbers.push_back(n);
            n += random() % longest;
        }
        ++n;
    }
    return {interval, numbers};
}

GapReport report(const law::Window& window, const GapMeasure& measure, uint128 next_prime) {
    return law::tally_of(measure, window, window.interval).finish(next_prime);
}

} // namespace

TEST_CASE("Gaps obey the law") {
    law::check(GapMeasure());
    law::check(GapMeasure({true, 0}));
    law::check(GapMeasure({false, 40}));
    law::check(GapMeasure({true, 1}));
}

TEST_CASE("Gaps agree with the definition") {
    for (const law::Window& window : law::windows()) {
        INFO(to_string(window.interval));
        const std::uint64_t next = window.primes.back() + 2;
        const GapReport expected = by_definition(window.primes, next, 50);
        const GapReport found = report(window, GapMeasure({true, 50}), next);
        CHECK(found.first_prime.value == window.primes.front());
        CHECK(found.last_prime.value == window.primes.back());
        CHECK(found.maximal == expected.maximal);
        CHECK(found.first_occurrence == expected.first_occurrence);
        CHECK(found.histogram == expected.histogram);
        CHECK(found.listed == expected.listed);
        CHECK(report(window, GapMeasure(), next).first_occurrence == expected.first_occurrence);
        CHECK(report(window, GapMeasure(), next).histogram.empty());
    }
}

TEST_CASE("Searching for long gaps only misses nothing") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    for (const std::uint64_t longest : {100U, 200U, 400U, 700U}) {
        const law::Window window = made_up_window(longest, seed);
        const std::uint64_t next = window.primes.back() + 2;
        const GapReport expected = by_definition(window.primes, next, 2 * longest / 3);
        for (const InstructionSet set : instruction_sets()) {
            INFO("gaps to " << longest << ", instruction set " << name(set));
            const GapReport found = report(window, GapMeasure({false, 2 * longest / 3}, set), next);
            CHECK(found.maximal == expected.maximal);
            CHECK(found.first_occurrence == expected.first_occurrence);
            CHECK(found.listed == expected.listed);
        }
        law::check(GapMeasure(), window, window.interval, 1);
    }
}

// OEIS A005250 and A002386; the first occurrences are OEIS A000230's.
TEST_CASE("Gaps below ten million") {
    const law::Window window({0, 10'000'000});
    const GapReport found = report(window, GapMeasure(), 10'000'019);
    const std::vector<Gap> maximal = {
        {1, 2},         {2, 3},         {4, 7},         {6, 23},       {8, 89},       {14, 113},
        {18, 523},      {20, 887},      {22, 1129},     {34, 1327},    {36, 9551},    {44, 15683},
        {52, 19609},    {72, 31397},    {86, 155921},   {96, 360653},  {112, 370261}, {114, 492113},
        {118, 1349533}, {132, 1357201}, {148, 2010733}, {154, 4652353}};
    CHECK(found.maximal == maximal);
    const std::vector<Gap> first_occurrence = {
        {1, 2},         {2, 3},         {4, 7},         {6, 23},        {8, 89},
        {10, 139},      {12, 199},      {14, 113},      {16, 1831},     {18, 523},
        {20, 887},      {22, 1129},     {24, 1669},     {26, 2477},     {28, 2971},
        {30, 4297},     {32, 5591},     {34, 1327},     {36, 9551},     {38, 30593},
        {40, 19333},    {42, 16141},    {44, 15683},    {46, 81463},    {48, 28229},
        {50, 31907},    {52, 19609},    {54, 35617},    {56, 82073},    {58, 44293},
        {60, 43331},    {62, 34061},    {64, 89689},    {66, 162143},   {68, 134513},
        {70, 173359},   {72, 31397},    {74, 404597},   {76, 212701},   {78, 188029},
        {80, 542603},   {82, 265621},   {84, 461717},   {86, 155921},   {88, 544279},
        {90, 404851},   {92, 927869},   {94, 1100977},  {96, 360653},   {98, 604073},
        {100, 396733},  {102, 1444309}, {104, 1388483}, {106, 1098847}, {108, 2238823},
        {110, 1468277}, {112, 370261},  {114, 492113},  {116, 5845193}, {118, 1349533},
        {120, 1895359}, {122, 3117299}, {124, 6752623}, {126, 1671781}, {128, 3851459},
        {130, 5518687}, {132, 1357201}, {134, 6958667}, {136, 6371401}, {138, 3826019},
        {140, 7621259}, {146, 6034247}, {148, 2010733}, {152, 8421251}, {154, 4652353}};
    CHECK(found.first_occurrence == first_occurrence);
}

TEST_CASE("The list is taken out in parts, and about as long as expected") {
    const Interval interval{1'000'000'000, 1'002'000'000};
    const reference::Window window(interval);
    const auto primes = window.primes_of(interval);
    const std::span<const std::uint64_t> all(primes);
    const GapMeasure measure(GapOptions{false, 20});
    const std::vector<Gap> whole = measure.of_primes(all).take_listed();
    Gaps gaps = measure.of_primes(all.first(all.size() / 2));
    std::vector<Gap> parts = gaps.take_listed();
    CHECK(gaps.take_listed().empty());
    gaps.combine(measure.of_primes(all.subspan(all.size() / 2)));
    const std::vector<Gap> rest = gaps.take_listed();
    parts.insert(parts.end(), rest.begin(), rest.end());
    CHECK((parts == whole));
    const double expected = expected_gaps(interval, 20);
    CHECK(expected > 0.8 * static_cast<double>(whole.size()));
    CHECK(expected < 1.3 * static_cast<double>(whole.size()));
}

TEST_CASE("The last gap is closed at the end and belongs to its lower prime") {
    const law::Window top({two_to_the_64 - 1000, two_to_the_64});
    const Gaps gaps = law::tally_of(GapMeasure({true, 1}), top, top.interval);
    const GapReport found = gaps.finish(two_to_the_64 + 13);
    CHECK(found.last_prime.value == 18'446'744'073'709'551'557U);
    CHECK(found.listed.back() == Gap{72, 18'446'744'073'709'551'557U});

    const law::Window two({0, 3});
    CHECK(report(two, GapMeasure(), 3).maximal == std::vector<Gap>{{1, 2}});
    CHECK(Gaps().finish(2).maximal.empty());
    CHECK_THROWS_AS(law::tally_of(GapMeasure(), two, two.interval).finish(2),
                    std::invalid_argument);
}
