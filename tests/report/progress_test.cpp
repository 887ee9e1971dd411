#include "report/progress.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::report;

namespace {

constexpr std::size_t no_limit = std::string::npos;

/// A quarter done, 300 s from the end.
campaign::Progress quarter_done() {
    campaign::Progress progress;
    progress.axis = {0, 4'000'000'000};
    progress.frontier = 1'000'000'000;
    progress.share_done = 0.25;
    progress.elapsed_seconds = 100;
    progress.remaining_seconds = 300;
    progress.headline = law::WideSum(50'847'534);
    return progress;
}

} // namespace

TEST_CASE("Progress is share, place, rate and time left", "[progress]") {
    CHECK(progress_line(quarter_done(), {}, "primes", 0, no_limit)
          == " 25.0 %  50,847,534 primes below 1000000000  10 M/s  5 min 00 s left");
}

TEST_CASE("Between rounds the share and the time left move on", "[progress]") {
    const auto later = [](double seconds) {
        return progress_line(quarter_done(), {}, "primes", seconds, no_limit);
    };
    CHECK(later(100) == " 50.0 %  50,847,534 primes below 1000000000  10 M/s  3 min 20 s left");
    CHECK(later(200) == " 75.0 %  50,847,534 primes below 1000000000  10 M/s  1 min 40 s left");
    CHECK(later(1000) == " 99.9 %  50,847,534 primes below 1000000000  10 M/s  0.00 s left");
}

TEST_CASE("A campaign that goes on counts the whole and rates this run", "[progress]") {
    // The journal had 900 million integers with 46,009,215 primes.
    campaign::Progress progress = quarter_done();
    progress.headline = law::WideSum(50'847'534 - 46'009'215);
    CHECK(progress_line(progress, {900'000'000, law::WideSum(46'009'215)}, "primes", 0, no_limit)
          == " 25.0 %  50,847,534 primes below 1000000000  1 M/s  5 min 00 s left");
}

TEST_CASE("Progress fits the width of a terminal", "[progress]") {
    const std::string whole = progress_line(quarter_done(), {}, "primes", 0, no_limit);
    const auto fitted = [](std::size_t width) {
        return progress_line(quarter_done(), {}, "primes", 0, width);
    };
    CHECK(fitted(whole.size()) == whole);
    CHECK(fitted(whole.size() - 1) == " 25.0 %  10 M/s  5 min 00 s left");
    CHECK(fitted(10) == " 25.0 %  1");
    CHECK(fitted(0).empty());
}
