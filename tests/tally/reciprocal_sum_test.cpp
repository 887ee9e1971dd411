#include "tally/reciprocal_sum.hpp"

#include "instruction_sets.hpp"
#include "tally/law.hpp"

#include "catch.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <map>

using namespace primerank;
using namespace primerank::tally;
using boost::multiprecision::cpp_int;

namespace {

/// The numbers whose reciprocals are summed, by definition.
std::vector<std::uint64_t> terms(const std::vector<std::uint64_t>& primes, ReciprocalsOf what) {
    if (what == ReciprocalsOf::primes) {
        return primes;
    }
    std::vector<std::uint64_t> members;
    for (std::size_t i = 1; i < primes.size(); ++i) {
        if (primes[i] - primes[i - 1] == 2) {
            members.push_back(primes[i - 1]);
            members.push_back(primes[i]);
        }
    }
    return members;
}

/// The sum with 200 binary places, too small by at most one unit of them a term.
cpp_int with_200_places(const std::vector<std::uint64_t>& numbers) {
    cpp_int sum = 0;
    for (const std::uint64_t n : numbers) {
        sum += (cpp_int(1) << 200) / n;
    }
    return sum;
}

cpp_int digits_of(std::string decimal) {
    decimal.erase(std::remove(decimal.begin(), decimal.end(), '.'), decimal.end());
    return cpp_int(decimal.substr(std::min(decimal.find_first_not_of('0'), decimal.size() - 1)));
}

} // namespace

TEST_CASE("Sums of reciprocals obey the law") {
    STATIC_REQUIRE(law::travels_as_bytes<ReciprocalSum>);
    law::check(ReciprocalSumMeasure(ReciprocalsOf::primes));
    law::check(ReciprocalSumMeasure(ReciprocalsOf::twins));
}

TEST_CASE("The bounds of a sum of reciprocals hold and are close") {
    for (const InstructionSet set : instruction_sets()) {
        for (const law::Window& window : law::windows()) {
            for (const ReciprocalsOf what : {ReciprocalsOf::primes, ReciprocalsOf::twins}) {
                INFO(to_string(window.interval) << ", instruction set " << name(set));
                const auto numbers = terms(window.primes, what);
                const ReciprocalSum sum =
                    law::tally_of(ReciprocalSumMeasure(what, set), window, window.interval);
                CHECK(sum.terms == numbers.size());
                const DecimalBounds bounds = decimal_bounds(sum, 30);
                const cpp_int exact = with_200_places(numbers);
                const cpp_int scale = pow(cpp_int(10), 30);
                CHECK((digits_of(bounds.lower) << 200) <= exact * scale);
                CHECK((digits_of(bounds.upper) << 200) >= (exact + numbers.size()) * scale);
                CHECK(digits_of(bounds.upper) - digits_of(bounds.lower) <= 2);
            }
        }
    }
}

// Two algorithms agree on these to 14 decimals (naive sieve in 128-bit floating point; primesieve).
TEST_CASE("Partial sums of Brun's constant") {
    const law::Window window({0, 10'000'001});
    const ReciprocalSumMeasure measure(ReciprocalsOf::twins);
    const std::map<std::uint64_t, std::string> known = {
        {10, "0.87619047619047"},        {100, "1.33099036571908"},
        {1000, "1.51803246355959"},      {10'000, "1.61689355743220"},
        {100'000, "1.67279958482774"},   {1'000'000, "1.71077693080422"},
        {10'000'000, "1.73835704391727"}};
    for (const auto& [largest, digits] : known) {
        INFO("up to " << largest);
        const auto sum = law::tally_of(measure, window, {0, largest + 1});
        CHECK(decimal_bounds(sum, 14).lower == digits);
    }
}

TEST_CASE("Error bounds are rounded up to two digits") {
    ReciprocalSum sum;
    const auto bound = [&](std::uint64_t terms, unsigned decimals) {
        sum.terms = terms;
        return error_bound(sum, decimals);
    };
    CHECK(bound(0, 30) == "0");
    CHECK(bound(1, 3) == "1.0e-3");
    CHECK(bound(1, 30) == "1.0e-30");
    CHECK(bound(1, 40) == "4.8e-38");                 // 2^-124 = 4.70...e-38
    CHECK(bound(1'000'000'000, 30) == "4.8e-29");     // 4.70...e-29, and at most a unit of 1e-30
    CHECK(bound(~std::uint64_t{0}, 40) == "8.7e-19"); // 2^-60 = 8.67...e-19
}

TEST_CASE("Decimal bounds") {
    const law::Window window({0, 100});
    const ReciprocalSumMeasure measure(ReciprocalsOf::primes);
    const auto bounds = [&](uint128 start, uint128 stop, unsigned decimals) {
        const auto found = decimal_bounds(law::tally_of(measure, window, {start, stop}), decimals);
        return found.lower + " " + found.upper;
    };
    CHECK(bounds(0, 0, 3) == "0.000 0.000");
    CHECK(bounds(0, 3, 3) == "0.500 0.501"); // the bound does not know that 1/2 is exact
    CHECK(bounds(3, 4, 5) == "0.33333 0.33334");
    CHECK(bounds(0, 6, 0) == "1 2");
    CHECK(bounds(97, 98, 4) == "0.0103 0.0104");
}
