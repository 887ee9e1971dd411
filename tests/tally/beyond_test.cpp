// Segments counted from an origin: what measures that look at the numbers themselves make of them.

#include "instruction_sets.hpp"
#include "numbers/origin.hpp"
#include "random_cases.hpp"
#include "tally/power_sum.hpp"
#include "tally/race.hpp"
#include "tally/reciprocal_sum.hpp"
#include "tally/reference_sieve.hpp"
#include "tally/residues.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <random>
#include <vector>

using namespace primerank;
using namespace primerank::tally;
using boost::multiprecision::cpp_int;

namespace {

/// Numbers prime to 30 far beyond 2^64, as a segment and as they are. Tallies do not ask whether
/// they are prime.
class Numbers {
  public:
    Numbers(uint128 origin, std::uint64_t base, std::mt19937_64& random) : origin_(origin) {
        std::vector<std::uint64_t> offsets;
        for (std::uint64_t n = base; n < base + 60'000; n += 1 + random() % 60) {
            if (sieve::wheel_bits[n % 30] < 8) {
                offsets.push_back(n);
                numbers_.push_back(origin + n);
            }
        }
        buffer_.emplace_back(Interval{base, base + 60'000}, offsets);
    }

    [[nodiscard]] sieve::Segment segment() const {
        sieve::Segment segment = buffer_.front().view();
        segment.origin = origin_;
        return segment;
    }

    [[nodiscard]] const std::vector<uint128>& numbers() const { return numbers_; }

  private:
    uint128 origin_;
    std::vector<uint128> numbers_;
    std::vector<reference::SegmentBuffer> buffer_;
};

template <class Check>
void check_origins(const Check& check) {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const uint128 highest = uint128{1} << 81;
    for (const uint128 height : {two_to_the_64, 5 * two_to_the_64, highest, highest + random()}) {
        for (const std::uint64_t base : {std::uint64_t{0}, random() / 30 * 30}) {
            check(Numbers(height - height % origin_grain, base, random));
        }
    }
}

cpp_int integer(uint128 n) {
    return (cpp_int(static_cast<std::uint64_t>(n >> 64)) << 64) + static_cast<std::uint64_t>(n);
}

} // namespace

TEST_CASE("Classes beyond 2^64 are those of the numbers") {
    check_origins([](const Numbers& numbers) {
        for (const InstructionSet set : instruction_sets()) {
            for (const std::uint64_t modulus : {1U, 4U, 24U, 10'007U, 1'000'000U}) {
                std::vector<std::uint64_t> expected(modulus);
                for (const uint128 n : numbers.numbers()) {
                    ++expected[static_cast<std::size_t>(n % modulus)];
                }
                CHECK(ResidueMeasure(modulus, set).of_segment(numbers.segment()).of_class
                      == expected);
            }
        }
    });
}

TEST_CASE("Races beyond 2^64 are those of the numbers") {
    check_origins([](const Numbers& numbers) {
        for (const InstructionSet set : instruction_sets()) {
            for (const std::uint64_t modulus : {3U, 8U, 1001U}) {
                const Race race = Race::of_nonresidues(modulus);
                const uint128 origin = numbers.segment().origin;
                const Race counted = race.counted_from(origin);
                RaceRange expected;
                for (const uint128 n : numbers.numbers()) {
                    const int sign = race.sign(static_cast<std::uint64_t>(n % modulus));
                    REQUIRE(counted.sign(static_cast<std::uint64_t>(n - origin)) == sign);
                    expected.combine({sign, std::min(0, sign), std::max(0, sign)});
                }
                CHECK(RaceMeasure(race, set).of_segment(numbers.segment()) == expected);
            }
        }
    });
}

TEST_CASE("Sums of powers beyond 2^64 are those of the numbers") {
    check_origins([](const Numbers& numbers) {
        for (unsigned power = 0; power <= 6; ++power) {
            cpp_int expected = 0;
            for (const uint128 n : numbers.numbers()) {
                expected += pow(integer(n), power);
            }
            const PowerSum sum = PowerSumMeasure(power).of_segment(numbers.segment());
            CHECK(to_string(sum.value) == expected.str());
        }
    });
}

TEST_CASE("Sums of reciprocals beyond 2^64 are those of the numbers") {
    check_origins([](const Numbers& numbers) {
        cpp_int expected = 0;
        for (const uint128 n : numbers.numbers()) {
            expected += (cpp_int(1) << ReciprocalSum::fraction_bits) / integer(n);
        }
        const ReciprocalSumMeasure measure(ReciprocalsOf::primes);
        const ReciprocalSum sum = measure.of_segment(numbers.segment());
        CHECK(integer(sum.value) == expected);
        CHECK(sum.terms == numbers.numbers().size());
        const ReciprocalSumMeasure twins(ReciprocalsOf::twins);
        CHECK_THROWS_AS(twins.of_segment(numbers.segment()), std::invalid_argument);
    });
}
