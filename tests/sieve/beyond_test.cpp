// Windows beyond 2^64, on every instruction set that this processor has, against FLINT's
// Baillie-PSW.

#include "instruction_sets.hpp"
#include "numbers/origin.hpp"
#include "numbers/primality.hpp"
#include "oracle.hpp"
#include "random_cases.hpp"
#include "sieve/sieve.hpp"

#include "catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <flint/fmpz.h>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace primerank;
using namespace primerank::sieve;

namespace {

constexpr uint128 psi_12 = uint128{318'665'857'834} * 1'000'000'000'000 + 31'151'167'461;

bool is_probable_prime(uint128 n) {
    fmpz_t value;
    fmpz_init(value);
    fmpz_set_uiui(value, static_cast<std::uint64_t>(n >> 64), static_cast<std::uint64_t>(n));
    const bool prime = fmpz_is_probabprime(value) != 0;
    fmpz_clear(value);
    return prime;
}

std::vector<std::uint64_t> expected_offsets(const Interval& interval) {
    const uint128 origin = origin_of(interval);
    std::vector<std::uint64_t> offsets;
    for (uint128 n = interval.start | 1; n < interval.stop; n += 2) {
        if (n % 3 != 0 && n % 5 != 0 && n % 7 != 0 && is_probable_prime(n)) {
            offsets.push_back(static_cast<std::uint64_t>(n - origin));
        }
    }
    return offsets;
}

/// Sieves the interval in segments of all sizes and with all instruction sets, a way at a time.
class Ways {
  public:
    void check(const Interval& interval, std::size_t some) {
        INFO("interval " << to_string(interval));
        const std::vector<std::uint64_t> expected = expected_offsets(interval);
        for (std::size_t turn = 0; turn < some; ++turn) {
            const auto sets = instruction_sets();
            const InstructionSet set = sets[next_ % sets.size()];
            const std::size_t bytes = std::size_t{1024} << next_ % 6;
            ++next_;
            INFO(name(set) << ", segments of " << bytes);
            std::vector<std::uint64_t> found;
            const uint128 origin = origin_of(interval);
            Sieve sieve(cache_, Method::enumerate, {set, bytes, origin});
            sieve.run(interval, [&](const Segment& segment) {
                REQUIRE(segment.origin == origin);
                append_primes(segment, found);
            });
            const bool same = found == expected;
            CHECK(same);
        }
    }

  private:
    std::shared_ptr<SievingPrimesCache> cache_ = std::make_shared<SievingPrimesCache>();
    std::size_t next_ = 0;
};

/// How many primes there are, and where.
struct Digest {
    void add(const Segment& segment) {
        for (std::size_t k = 0; k < segment.bytes.size(); k += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, segment.bytes.data() + k, sizeof word);
            count += static_cast<unsigned>(__builtin_popcountll(word));
            sum = sum * 0x9e37'79b9'7f4a'7c15 + word; // segments are whole words, none twice
        }
    }

    bool operator==(const Digest&) const = default;

    std::uint64_t count = 0;
    std::uint64_t sum = 0;
};

std::uint64_t some_width(std::mt19937_64& random, double most) {
    return static_cast<std::uint64_t>(most / 2) + random() % static_cast<std::uint64_t>(most / 2);
}

Interval around(uint128 middle, std::uint64_t reach) {
    return {middle - reach, std::min(middle + reach, proven_limit)};
}

} // namespace

TEST_CASE("Windows at random heights beyond 2^64 hold the right primes", "[sieve][random]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    Ways ways;
    for (int i = 0; i < 10 * test_scale(); ++i) {
        const auto width = static_cast<std::uint64_t>(log_uniform(random, 1, 2e5));
        const auto height = static_cast<uint128>(log_uniform(random, 0x1p64, 3.3e24));
        ways.check({height + random() % 1000, height + random() % 1000 + width + 1000}, 2);
    }
}

TEST_CASE("Windows around the edges beyond 2^64 hold the right primes", "[sieve]") {
    Ways ways;
    ways.check(around(two_to_the_64, 20'000), 4);
    ways.check({two_to_the_64, two_to_the_64 + 14}, 2);
    ways.check({two_to_the_64 - 59, two_to_the_64 + 1}, 2);
    ways.check(around(2 * two_to_the_64, 10'000), 2);
    ways.check(around(psi_12, 500), 4);
    ways.check(around(proven_limit, 10'000), 4);
    ways.check({psi_12, psi_12 + 1}, 2);
    const uint128 grain = uint128{5'000'000'000'000} * origin_grain;
    ways.check(around(grain, 3000), 2);
    ways.check({grain, grain + 3000}, 2);
}

TEST_CASE("Residue lines and segments beyond 2^64 hold the same primes", "[sieve]") {
    const uint128 start = 12'345 * two_to_the_64 + 6'789;
    const Interval interval{start, start + 25'000'000};
    const auto sieved = [&](std::size_t bytes) {
        std::vector<std::uint64_t> found;
        Sieve sieve(std::make_shared<SievingPrimesCache>(), Method::enumerate,
                    {instruction_set(), bytes, origin_of(interval)});
        sieve.run(interval, [&](const Segment& segment) { append_primes(segment, found); });
        return found;
    };
    const std::vector<std::uint64_t> in_segments = sieved(max_segment_bytes / 2);
    CHECK(in_segments.size() > 400'000);
    const bool same = sieved(max_segment_bytes) == in_segments;
    CHECK(same);
}

TEST_CASE("The sieve of Eratosthenes and tests find the same primes beyond 2^64",
          "[sieve][random]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto cache = std::make_shared<SievingPrimesCache>();
    // Segments of 1024 bytes have windows of 39 and 126 million numbers.
    std::vector<std::pair<std::size_t, double>> ways = {{1024, 3e8}, {max_segment_bytes, 1e8}};
    for (int i = 0; i < 2 * test_scale(); ++i) {
        const auto& way = ways[static_cast<std::size_t>(i) % ways.size()];
        const std::size_t bytes = way.first;
        const double height =
            i == 0 ? 0x1p64 - 1e6
                   : log_uniform(random, 0x1p64, test_scale() > 1 ? 0x1p67 : 0x1.2p64);
        const uint128 start = static_cast<uint128>(height) + random() % 1000;
        const Interval interval{start, start + some_width(random, way.second)};
        INFO("interval " << to_string(interval) << ", segments of " << bytes);
        const auto digest = [&](Method method) {
            Sieve sieve(cache, method, {instruction_set(), bytes, origin_of(interval)});
            Digest primes;
            sieve.run(interval, [&](const Segment& segment) { primes.add(segment); });
            return primes;
        };
        CHECK(digest(Method::sieve) == digest(Method::test));
    }
}

TEST_CASE("A window beyond 2^64 may be far from its origin", "[sieve]") {
    const Interval part{2 * two_to_the_64 - 3000, 2 * two_to_the_64};
    const uint128 origin = origin_of({two_to_the_64 + 400'000'000, part.stop});
    Sieve sieve(std::make_shared<SievingPrimesCache>(), Method::enumerate, {.origin = origin});
    std::vector<std::uint64_t> found;
    sieve.run(part, [&](const Segment& segment) { append_primes(segment, found); });
    std::vector<std::uint64_t> expected = expected_offsets(part);
    for (std::uint64_t& offset : expected) {
        offset += static_cast<std::uint64_t>(origin_of(part) - origin);
    }
    CHECK(found == expected);
}

TEST_CASE("Published windows beyond 2^64 hold so many primes", "[sieve]") {
    struct Published {
        uint128 start;
        std::size_t primes;
        std::uint64_t sum; ///< of the distances from start
    };
    const uint128 ten_to_the_12 = 1'000'000'000'000;
    const std::vector<Published> windows = {{ten_to_the_12 * 10'000'000'000, 19'757, 9'872'086'691},
                                            {ten_to_the_12 * ten_to_the_12, 18'149, 9'046'787'623}};
    for (const auto& [start, primes, sum] : windows) {
        Sieve sieve(std::make_shared<SievingPrimesCache>(), Method::enumerate,
                    {.origin = origin_of({start, start + 1})});
        std::vector<std::uint64_t> found;
        sieve.run({start, start + 1'000'000},
                  [&](const Segment& segment) { append_primes(segment, found); });
        CHECK(found.size() == primes);
        std::uint64_t distances = 0;
        for (const std::uint64_t offset : found) {
            distances += offset - static_cast<std::uint64_t>(start - origin_of({start, start + 1}));
        }
        CHECK(distances == sum);
    }
}

TEST_CASE("What cannot be sieved beyond 2^64 is refused", "[sieve]") {
    const auto cache = std::make_shared<SievingPrimesCache>();
    const auto sieve = [&](uint128 origin, const Interval& interval) {
        Sieve(cache, Method::enumerate, {.origin = origin}).run(interval, [](const Segment&) {});
    };
    const uint128 origin = origin_of({2 * two_to_the_64, 2 * two_to_the_64 + 1});
    CHECK_NOTHROW(sieve(origin, {origin, origin + 100}));
    CHECK_THROWS_AS(sieve(0, {two_to_the_64, two_to_the_64 + 1}), std::invalid_argument);
    CHECK_THROWS_AS(sieve(origin, {origin - 1, origin + 100}), std::invalid_argument);
    CHECK_THROWS_AS(sieve(origin, {origin + 1, origin + two_to_the_64 + 1}), std::invalid_argument);
    CHECK_THROWS_AS(sieve(origin_grain, {origin_grain, origin_grain + 1}), std::invalid_argument);
    const uint128 top = proven_limit - proven_limit % origin_grain;
    CHECK_THROWS_AS(sieve(top, {top, proven_limit + 1}), std::invalid_argument);
    CHECK_THROWS_AS(Sieve(cache, Method::enumerate, {.origin = 1}), std::invalid_argument);
}
