#include "numbers/origin.hpp"
#include "numbers/roots.hpp"
#include "oracle.hpp"
#include "sieve/cost.hpp"
#include "sieve/large_primes.hpp"
#include "sieve/sieve.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>

using namespace primerank;
using namespace primerank::sieve;

TEST_CASE("Cost grows with the width and with the height", "[sieve][cost]") {
    for (const Method method : {Method::enumerate, Method::sieve, Method::test}) {
        for (double start = 1; start < 0x1p78; start *= 7) {
            const auto first = static_cast<uint128>(start);
            double last = 0;
            for (uint128 width = 1; width < std::min(first, two_to_the_64 / 16); width *= 3) {
                const double seconds = cost({first, first + width}, method);
                CHECK(seconds > last);
                const Interval higher{7 * first, 7 * first + width};
                const bool alike = first + width > two_to_the_64 || higher.stop <= two_to_the_64;
                CHECK((!alike || seconds <= cost(higher, method)));
                last = seconds;
            }
        }
        CHECK(cost({0, 0}, method) >= 0);
        CHECK(std::isfinite(cost({0, two_to_the_64}, method)));
    }
}

TEST_CASE("Narrow intervals are tested, wide ones sieved", "[sieve][cost]") {
    const auto at = [](std::uint64_t start, std::uint64_t width) {
        return Interval{start, uint128{start} + width};
    };
    constexpr std::uint64_t high = 1'000'000'000'000'000'000;
    CHECK(resolve(Method::enumerate, at(high, 1'000'000), false) == Method::test);
    CHECK(resolve(Method::enumerate, at(high, 1'000'000'000), true) == Method::sieve);
    CHECK(resolve(Method::enumerate, at(0, 1'000'000), true) == Method::sieve);
    // Finding the sieving primes first makes testing worth while for longer.
    bool depends_on_primes = false;
    for (std::uint64_t width = 1'000'000; width < 1'000'000'000; width += width / 10) {
        const Method with_primes = resolve(Method::enumerate, at(high, width), true);
        const Method without = resolve(Method::enumerate, at(high, width), false);
        CHECK((with_primes == Method::test || without == Method::sieve));
        depends_on_primes |= with_primes != without;
    }
    CHECK(depends_on_primes);
    CHECK(resolve(Method::test, at(0, 1'000'000), true) == Method::test);
    CHECK(resolve(Method::sieve, at(high, 1000), true) == Method::sieve);
    const auto beyond = [](uint128 start, std::uint64_t width) {
        return resolve(Method::enumerate, {start, start + width}, true);
    };
    CHECK(beyond(two_to_the_64, 1'000'000) == Method::test);
    CHECK(beyond(two_to_the_64 - 5'000'000'000, 10'000'000'000) == Method::sieve);
    // Not without being asked for, where the sieving primes are 28 GB.
    const uint128 high_above = 40'000 * two_to_the_64;
    CHECK(beyond(high_above, 100'000'000'000'000) == Method::test);
    CHECK(resolve(Method::sieve, {high_above, high_above + 1}, true) == Method::sieve);
}

TEST_CASE("Long intervals are cut where a window of the sieve ends", "[sieve][cost]") {
    for (const std::uint64_t start : {10'000'000'000'000'000ULL, 999'999'999'999'999'999ULL}) {
        const Interval interval{start, uint128{start} + 10'000'000'000'000};
        const auto border = [&](uint128 position) {
            return preferred_border(interval, position, Method::enumerate);
        };
        CHECK((border(interval.start) == interval.start));
        CHECK((border(interval.stop) == interval.stop));
        const uint128 first = border(interval.start + 5'000'000'000'000);
        const uint128 second = border(first + 2'000'000'000);
        const auto width = static_cast<std::uint64_t>(second - first);
        CHECK((border(first) == first));
        CHECK((border(second - 1) == first));
        CHECK((border(second + width - 1) == second));
        const std::uint64_t root = integer_sqrt(interval.stop - 1);
        CHECK(width % (30 * max_segment_bytes) == 0);
        const std::uint64_t segments = width / (30 * max_segment_bytes);
        CHECK(LargePrimes::limit_needed(root, segments) < root); // one window, one pass over primes
        CHECK(LargePrimes::limit_needed(root, segments + 1) == root);

        const uint128 anywhere = interval.start + 1'234'567'891'011;
        CHECK((preferred_border(interval, anywhere, Method::test) == anywhere));
        const Interval shorter{interval.start, interval.start + 2'000'000'000'000};
        CHECK((preferred_border(shorter, anywhere, Method::sieve) == anywhere));
    }
    const Interval beyond{5 * two_to_the_64, 5 * two_to_the_64 + 100'000'000'000'000};
    const uint128 border =
        preferred_border(beyond, beyond.start + 50'000'000'000'000, Method::enumerate);
    const std::uint64_t window = LargePrimes::long_window(integer_sqrt(beyond.stop - 1));
    CHECK(window > 2'000'000'000);
    CHECK(border % window == 0);
    const Interval low{0, 1'000'000'000'000'000};
    CHECK((preferred_border(low, 123'456'789'012, Method::enumerate) == 123'456'789'012));
}

TEST_CASE("The memory forecast is exact to 10 %", "[sieve][cost]") {
    struct Case {
        std::uint64_t start;
        std::uint64_t width;
    };
    for (const Case& one :
         {Case{1'000'000'000, 10'000'000}, Case{5'000'000'000, 1'500'000'000},
          Case{899'950'000'000, 50'000'000}, Case{100'000'000'000'000, 300'000'000},
          Case{10'000'000'000'000'000, 300'000'000}, Case{1'000'000'000'000'000'000, 30'000'000}}) {
        const Interval interval{one.start, one.start + one.width};
        INFO(to_string(interval));
        const auto primes = std::make_shared<SievingPrimesCache>();
        Sieve sieve(primes, Method::sieve);
        sieve.run(interval, [](const Segment&) {});
        const auto used = static_cast<double>(sieve.memory());
        const MemoryForecast forecast =
            memory_forecast(interval.stop, interval.width(), Method::sieve);
        CHECK(static_cast<double>(forecast.per_thread) == Approx(used).epsilon(0.1));
    }
    for (const std::uint64_t width : {100'000ULL, 10'000'000ULL}) {
        const uint128 start = 1000 * two_to_the_64;
        Sieve sieve(std::make_shared<SievingPrimesCache>(), Method::enumerate,
                    {.origin = origin_of({start, start + width})});
        sieve.run({start, start + width}, [](const Segment&) {});
        const MemoryForecast forecast = memory_forecast(start + width, width, Method::enumerate);
        const auto used = static_cast<double>(sieve.memory());
        CHECK(static_cast<double>(forecast.per_thread) == Approx(used).margin(1e6));
    }
}
