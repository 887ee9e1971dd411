// Random windows at every height, and the places where arithmetic is at its edge, against
// libprimesieve: the primes themselves, on every instruction set that this processor has.

#include "instruction_sets.hpp"
#include "oracle.hpp"
#include "random_cases.hpp"
#include "sieve/sieve.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>

using namespace primerank;
using namespace primerank::sieve;

namespace {

/// Sieves of all kinds that share one cache, each reused from window to window.
class Sieves {
  public:
    static constexpr std::size_t all = 100;

    Sieves() {
        for (const InstructionSet set : instruction_sets()) {
            for (std::size_t bytes = 1024; bytes <= max_segment_bytes; bytes *= 2) {
                sieves_.emplace_back(cache_, Method::sieve, SieveOptions{set, bytes});
                names_.push_back(std::string(name(set)) + ", segments of " + std::to_string(bytes));
            }
            sieves_.emplace_back(cache_, Method::test, SieveOptions{set});
            names_.push_back(std::string(name(set)) + ", survivors tested");
        }
    }

    /// Checks the interval with all sieves, or with the next `some` of them.
    void check(const Interval& interval, std::size_t some = all) {
        INFO("interval " << to_string(interval));
        const std::vector<std::uint64_t> expected = expected_primes(interval);
        for (std::size_t turn = 0; turn < std::min(some, sieves_.size()); ++turn) {
            const std::size_t i = next_++ % sieves_.size();
            INFO(names_[i]);
            std::vector<std::uint64_t> found;
            uint128 next = interval.start / 30 * 30;
            sieves_[i].run(interval, [&](const Segment& segment) {
                // Adjacent, aligned, and followed by zeros, as Segment promises.
                const bool sound =
                    segment.base == next && segment.bytes.size() % 8 == 0
                    && reinterpret_cast<std::uintptr_t>(segment.bytes.data()) % 64 == 0
                    && std::all_of(segment.bytes.data() + segment.bytes.size(),
                                   segment.bytes.data() + segment.bytes.size() + 64,
                                   [](std::uint8_t byte) { return byte == 0; });
                REQUIRE(sound);
                append_primes(segment, found);
                next += uint128{30} * segment.bytes.size();
            });
            CHECK((interval.empty() || next >= interval.stop));
            const bool same = found == expected; // not in CHECK: it would print a million primes
            CHECK(same);
        }
    }

  private:
    std::shared_ptr<SievingPrimesCache> cache_ = std::make_shared<SievingPrimesCache>();
    std::vector<Sieve> sieves_;
    std::vector<std::string> names_;
    std::size_t next_ = 0;
};

Interval around(uint128 middle, std::uint64_t reach) {
    return {middle < reach ? 0 : middle - reach, std::min(middle + reach, two_to_the_64)};
}

/// A million sieving primes and more take a while to set up, every time.
std::size_t few_when_high(const Interval& interval) {
    constexpr uint128 high = uint128{1} << 50;
    return interval.stop > high ? 1 : 7;
}

} // namespace

TEST_CASE("Windows at random heights hold the right primes", "[sieve][random]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    Sieves sieves;
    for (int i = 0; i < 30 * test_scale(); ++i) {
        const auto start = static_cast<std::uint64_t>(
            std::min(log_uniform(random, 1, 0x1p64), 0x1.fffffffffffffp63));
        const auto width = static_cast<std::uint64_t>(log_uniform(random, 1, 1e8));
        const Interval interval{start, std::min(uint128{start} + width, two_to_the_64)};
        sieves.check(interval, few_when_high(interval));
    }
}

TEST_CASE("Windows around the edges hold the right primes", "[sieve]") {
    Sieves sieves;
    const std::size_t some = test_scale() > 1 ? Sieves::all : 1;
    sieves.check({0, 31});
    sieves.check(around(uint128{1} << 32, 100'000));
    sieves.check(around(uint128{1} << 63, 100'000), some);
    sieves.check({two_to_the_64 - 100, two_to_the_64}, some);
    sieves.check({two_to_the_64 - 1'000'000, two_to_the_64 - 1}, some);
    sieves.check({two_to_the_64 - 10'000'000, two_to_the_64}, some);
    sieves.check({two_to_the_64 - 1, two_to_the_64}, some);
    sieves.check({5, 5});
}

TEST_CASE("Squares of primes are crossed out when they are first due", "[sieve]") {
    Sieves sieves;
    // Around the borders between pre-sieved, small, medium and large primes, and the last square.
    for (const std::uint64_t prime :
         {7ULL, 307ULL, 311ULL, 9973ULL, 10007ULL, 982'981ULL, 983'063ULL, 40'000'003ULL}) {
        const uint128 square = uint128{prime} * prime;
        sieves.check(around(square, 2));
        sieves.check({square, square + 1});
        sieves.check({square - 30'000, square + 1});
        sieves.check({square + 1, square + 1000});
    }
    const uint128 last_square = uint128{4'294'967'291} * 4'294'967'291;
    sieves.check({last_square - 1000, last_square + 1000}, test_scale() > 1 ? Sieves::all : 1);
}
