#include "tally/power_sum.hpp"

#include "instruction_sets.hpp"
#include "tally/law.hpp"

#include "catch.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <map>

using namespace primerank;
using namespace primerank::tally;
using boost::multiprecision::cpp_int;

namespace {

std::string by_definition(std::span<const std::uint64_t> numbers, unsigned power) {
    cpp_int sum = 0;
    for (const std::uint64_t n : numbers) {
        sum += pow(cpp_int(n), power);
    }
    return sum.str();
}

std::string power_sum(const law::Window& window, unsigned power, InstructionSet set) {
    return to_string(law::tally_of(PowerSumMeasure(power, set), window, window.interval).value);
}

} // namespace

TEST_CASE("Power sums obey the law") {
    STATIC_REQUIRE(law::travels_as_bytes<PowerSum>);
    for (const unsigned power : {0U, 1U, 2U, 8U}) {
        INFO("power " << power);
        law::check(PowerSumMeasure(power));
    }
}

TEST_CASE("Power sums agree with the definition") {
    for (const InstructionSet set : instruction_sets()) {
        INFO("instruction set " << name(set));
        for (const law::Window& window : law::windows()) {
            for (unsigned power = 0; power <= largest_power; ++power) {
                INFO("power " << power << " on " << to_string(window.interval));
                CHECK(power_sum(window, power, set) == by_definition(window.primes, power));
            }
        }
    }
}

TEST_CASE("The fullest segment there can be does not overflow") {
    std::vector<std::uint64_t> numbers;
    constexpr uint128 width = uint128{30} * sieve::max_segment_bytes;
    const uint128 base = two_to_the_64 - two_to_the_64 % 30 + 30 - width;
    const Interval extent{base, base + width};
    for (uint128 n = extent.start; n < std::min(extent.stop, two_to_the_64); ++n) {
        if (sieve::wheel_bits[static_cast<std::size_t>(n % 30)] < 8) {
            numbers.push_back(static_cast<std::uint64_t>(n));
        }
    }
    const reference::SegmentBuffer full(extent, numbers);
    for (const InstructionSet set : instruction_sets()) {
        for (const unsigned power : {0U, 1U, 7U, 8U}) {
            INFO("instruction set " << name(set) << ", power " << power);
            const PowerSumMeasure measure(power, set);
            CHECK(to_string(measure.of_segment(full.view()).value)
                  == by_definition(numbers, power));
        }
    }
}

// OEIS A046731 and A133391, confirmed by two algorithms.
TEST_CASE("Sums of primes and of their squares up to powers of ten") {
    const law::Window window({0, 10'000'001});
    const std::map<std::uint64_t, std::pair<std::string, std::string>> known = {
        {10, {"17", "87"}},
        {100, {"1060", "65796"}},
        {1000, {"76127", "49345379"}},
        {10'000, {"5736396", "37546387960"}},
        {100'000, {"454396537", "29822760083883"}},
        {1'000'000, {"37550402023", "24693298341834533"}},
        {10'000'000, {"3203324994356", "21113978675102768574"}}};
    for (const auto& [largest, sums] : known) {
        INFO("up to " << largest);
        const Interval interval{0, largest + 1};
        CHECK(to_string(law::tally_of(PowerSumMeasure(1), window, interval).value) == sums.first);
        CHECK(to_string(law::tally_of(PowerSumMeasure(2), window, interval).value) == sums.second);
    }
}

TEST_CASE("Sums over integers") {
    CHECK(to_string(power_sum_of_integers({1, 1001}, 2).value) == "333833500");
    CHECK(to_string(power_sum_of_integers({0, 1}, 0).value) == "1");
    CHECK(power_sum_of_integers({7, 7}, 3) == PowerSum{});

    const cpp_int m = cpp_int(1) << 64;
    CHECK(to_string(power_sum_of_integers({0, two_to_the_64}, 0).value) == m.str());
    CHECK(to_string(power_sum_of_integers({0, two_to_the_64}, 1).value)
          == cpp_int(m * (m - 1) / 2).str());
    // 1 + 2^8 + ... + n^8 = n(n+1)(2n+1)(5n^6+15n^5+5n^4-15n^3-n^2+9n-3)/90
    const cpp_int n = m - 1;
    const cpp_int closed =
        n * (n + 1) * (2 * n + 1)
        * (5 * pow(n, 6) + 15 * pow(n, 5) + 5 * pow(n, 4) - 15 * pow(n, 3) - n * n + 9 * n - 3)
        / 90;
    CHECK(to_string(power_sum_of_integers({0, two_to_the_64}, 8).value) == closed.str());

    for (unsigned power = 0; power <= largest_power; ++power) {
        INFO("power " << power);
        for (const uint128 start : {uint128{0}, uint128{1} << 32, two_to_the_64 - 100}) {
            std::vector<std::uint64_t> numbers(100);
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                numbers[i] = static_cast<std::uint64_t>(start + i);
            }
            PowerSum parts = power_sum_of_integers({start, start + 37}, power);
            parts.combine(power_sum_of_integers({start + 37, start + 100}, power));
            CHECK(to_string(parts.value) == by_definition(numbers, power));
            CHECK(parts == power_sum_of_integers({start, start + 100}, power));
        }
    }
}

TEST_CASE("Powers and intervals out of range are refused") {
    CHECK_THROWS_WITH(PowerSumMeasure(9),
                      Catch::Matchers::Contains("9") && Catch::Matchers::Contains("0 to 8"));
    CHECK_THROWS_AS(power_sum_of_integers({0, 10}, 9), std::invalid_argument);
    CHECK_THROWS_AS(power_sum_of_integers({0, two_to_the_64 + 1}, 1), std::invalid_argument);
}
