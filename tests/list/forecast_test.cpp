#include "list/forecast.hpp"

#include "list/cell.hpp"
#include "sieve/cost.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::list;

namespace {

Forecast of(const std::string& pattern, Format format = Format::text) {
    return {
        tally::parse_pattern(pattern),
        [](const Interval& interval) { return sieve::cost(interval, sieve::Method::enumerate); },
        format, default_level};
}

} // namespace

TEST_CASE("Forecasts are near what is known", "[list]") {
    // pi(x) and the twins below 10^10; the triplets 0,2,6 of OEIS A022004 below 10^9.
    CHECK(of("0").count({0, 10'000'000'000}) == Approx(455'052'511).epsilon(0.002));
    CHECK(of("0").count({0, 1'000'000}) == Approx(78'498).epsilon(0.01));
    CHECK(of("0,2").count({0, 10'000'000'000}) == Approx(27'412'679).epsilon(0.01));
    // primesieve 0 1e9 -p writes so many bytes.
    CHECK(of("0").bytes({0, 1'000'000'000}) == Approx(501'959'790).epsilon(0.002));
    CHECK(of("0", Format::u64).bytes({0, 1'000'000'000}) == Approx(8 * 50'847'534).epsilon(0.002));
    // 50,847,534 indices, of 8 digits from the ten millionth on, and a space each
    CHECK(of("0", Format::bfile).bytes({0, 1'000'000'000})
          == Approx(501'959'790 + 9 * 50'847'534 - 11'111'103).epsilon(0.002));
    CHECK(of("0").count({5, 5}) == 0);
    CHECK(of("0").count({two_to_the_64 - 1'000'000, two_to_the_64})
          == Approx(1'000'000 / 44.36).epsilon(0.001));
}

TEST_CASE("Costs and sizes grow with the width", "[list]") {
    for (const Format format : {Format::text, Format::u64, Format::bfile, Format::compact}) {
        const Forecast forecast = of("0", format);
        double cost = 0;
        double held = 0;
        for (uint128 stop = 10; stop < two_to_the_64; stop *= 3) {
            CHECK(forecast.cost({5, stop}) > cost);
            CHECK(forecast.held_bytes({5, stop}) > held);
            cost = forecast.cost({5, stop});
            held = forecast.held_bytes({5, stop});
        }
    }
}
