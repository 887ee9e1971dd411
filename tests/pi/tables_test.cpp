#include "numbers/roots.hpp"
#include "pi/counted_sum.hpp"
#include "pi/factor_table.hpp"
#include "pi/inverses.hpp"
#include "pi/pi_table.hpp"
#include "pi/prime_sieve.hpp"
#include "pi/small_phi.hpp"
#include "pi/small_primes.hpp"
#include "pi/tables.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>

using namespace primerank;
using namespace primerank::pi;

namespace {

const Kernels& any_kernels() {
    return kernels(instruction_set());
}

/// What a FactorTable's entry for m must be, by trial division.
std::uint16_t expected_entry(std::uint64_t m, std::uint64_t y, std::uint64_t z,
                             const std::vector<std::uint32_t>& primes) {
    std::size_t index = 0;
    std::uint64_t greatest = 1;
    unsigned factors = 0;
    std::uint64_t rest = m;
    for (std::size_t b = 1; rest > 1; ++b) {
        if (rest % primes[b] == 0) {
            rest /= primes[b];
            if (rest % primes[b] == 0) {
                return 0;
            }
            index = index == 0 ? b : index;
            greatest = primes[b];
            ++factors;
        }
    }
    if (m == 1 || m > z || greatest > y) {
        return 0;
    }
    const bool large = index > 0 && primes[index] == m && m > 1000 && m > integer_sqrt(z);
    const std::size_t shown = large ? FactorTable::large_prime : index;
    return static_cast<std::uint16_t>(shown << 1 | (factors & 1U));
}

} // namespace

TEST_CASE("The pi table counts primes, whoever builds it") {
    const std::vector<std::uint32_t> primes = small_primes(1'200'000);
    const Patterns patterns(700);
    for (const unsigned threads : {1U, 3U}) {
        for (const std::uint64_t limit : {1U, 6U, 30U, 239U, 240U, 1000U, 960U * 17U, 1'100'000U}) {
            const PiTable pi(limit, any_kernels(), patterns, threads);
            REQUIRE(pi.limit() >= limit);
            std::uint64_t count = 0;
            for (std::uint64_t n = 0; n <= limit; ++n) {
                count += std::binary_search(primes.begin() + 1, primes.end(), n) ? 1 : 0;
                if (pi(n) != count) {
                    FAIL("pi(" << n << ") = " << pi(n));
                }
            }
            std::vector<std::uint32_t> visited = {0};
            pi.for_each_prime(
                limit, [&](std::uint64_t p) { visited.push_back(static_cast<std::uint32_t>(p)); });
            CHECK(visited.size() == count + 1);
            CHECK(std::equal(visited.begin(), visited.end(), primes.begin()));
            std::vector<std::uint32_t> listed(visited.size());
            pi.for_each_prime_in_parallel(limit, threads, [&](std::uint64_t b, std::uint64_t p) {
                listed.at(b) = static_cast<std::uint32_t>(p);
            });
            CHECK(listed == visited);
        }
    }
}

TEST_CASE("Inverses are those of the primes asked for, kept or not") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const std::vector<std::uint32_t> primes = small_primes(1'000'000);
    const Patterns patterns(700);
    const PiTable pi(1'000'000, any_kernels(), patterns, 1);
    const CharacterPi of(pi, Character());
    for (const std::uint64_t largest_kept : {0U, 2U, 1000U, 300'000U, 1'000'000U}) {
        const Inverses inverses(of, 1, largest_kept, 2);
        Inverses::Window window;
        std::uint64_t lo = 0;
        std::uint64_t hi = 0;
        for (int i = 0; i < 500; ++i) {
            if (i % 20 == 0) { // elsewhere
                lo = (random() % 1'000'000) >> random() % 20;
                hi = lo + 1 + random() % std::min<std::uint64_t>(1'000'000 - lo, 5000);
            } else { // slide down
                lo -= std::min(lo, random() % 1000);
                hi = std::max(lo + 1, hi - std::min(hi, random() % 1000));
            }
            INFO("(" << lo << ", " << hi << "], kept up to " << largest_kept);
            const auto from = std::upper_bound(primes.begin() + 1, primes.end(), lo);
            const auto to = std::upper_bound(primes.begin() + 1, primes.end(), hi);
            const std::span<const double> found = inverses.between(lo, hi, window);
            REQUIRE(std::equal(found.begin(), found.end(), from, to, [](double found, auto q) {
                return found == 1 / static_cast<double>(q);
            }));
        }
    }
}

TEST_CASE("The factor table says what trial division says") {
    const std::vector<std::uint32_t> primes = small_primes(200'000);
    const Patterns patterns(700);
    const PiTable pi(200'000, any_kernels(), patterns, 1);
    struct Limits {
        std::uint64_t y, z;
    };
    for (const Limits limits : {Limits{150, 150}, Limits{150, 700}, Limits{1009, 1009},
                                Limits{61'000, 61'000}, Limits{40'000, 130'000}}) {
        for (const unsigned threads : {1U, 2U}) {
            const FactorTable table(limits.y, limits.z, pi, threads);
            for (std::uint64_t m = 1; m < (limits.z / 30 + 1) * 30; ++m) {
                const unsigned bit = sieve::wheel_bits[m % 30];
                if (bit < 8
                    && table.entries()[8 * (m / 30) + bit]
                           != expected_entry(m, limits.y, limits.z, primes)) {
                    FAIL("m = " << m << ", y = " << limits.y << ", z = " << limits.z);
                }
            }
        }
    }
    SUCCEED();
}

TEST_CASE("Windows hold primes and nothing else, wherever they lie") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const std::vector<std::uint32_t> primes = small_primes(2'000'000);
    const std::vector<std::uint32_t> sieving = small_primes(1'500);
    for (const std::uint32_t limit : {24U, 100U, 700U, 2000U}) {
        const Patterns patterns(limit);
        PrimeSieve sieve(any_kernels(), patterns, sieving);
        for (int round = 0; round < 60; ++round) {
            const std::uint64_t first = (random() % 1'900'000) >> (random() % 20);
            const std::uint64_t end = first + 1 + random() % (round % 2 == 0 ? 100 : 90'000);
            const PrimeSieve::Window window = sieve.window(first, end);
            std::vector<std::uint64_t> found;
            for (std::size_t i = 0; i < 8 * window.bytes.size(); ++i) {
                if ((window.bytes[i / 8] >> (i % 8) & 1) != 0) {
                    found.push_back(window.base + 30 * (i / 8) + sieve::wheel_residues[i % 8]);
                }
            }
            const auto from = std::lower_bound(primes.begin() + 4, primes.end(), first);
            const auto to = std::lower_bound(primes.begin() + 4, primes.end(), end);
            INFO("[" << first << ", " << end << "), patterns below " << limit);
            REQUIRE(std::equal(found.begin(), found.end(), from, to));
        }
    }
}

TEST_CASE("phi(n, 8) counts what eight primes leave") {
    const SmallPhi phi;
    std::uint64_t count = 0;
    for (std::uint64_t n = 1; n <= 600'000; ++n) {
        bool free = true;
        for (const std::uint64_t p : {2U, 3U, 5U, 7U, 11U, 13U, 17U, 19U}) {
            free = free && n % p != 0;
        }
        count += free ? 1 : 0;
        if (phi(n) != count) {
            FAIL("n = " << n);
        }
    }
    CHECK(phi(std::uint64_t{0}) == 0);
    // 9699690 numbers in a row have 1658880 free ones.
    const uint128 turns = uint128{1} << 70;
    CHECK(phi(turns * 9'699'690 + 600'000) == turns * 1'658'880 + count);
}

TEST_CASE("Counted sums are a monoid") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto any = [&random] { return static_cast<std::int64_t>(random() % 7) - 3; };
    const auto sums = [&](std::size_t size) {
        CountedSums s;
        s.sum = any();
        for (std::size_t i = 0; i < size; ++i) {
            s.weights.push_back(any());
            s.counts.push_back(any() + 3);
        }
        s.trim();
        return s;
    };
    for (int round = 0; round < 500; ++round) {
        const CountedSums a = sums(random() % 6);
        const CountedSums b = sums(random() % 6);
        const CountedSums c = sums(random() % 6);
        CountedSums left = a;
        left.combine(b);
        left.combine(c);
        CountedSums right = b;
        right.combine(c);
        CountedSums whole = a;
        whole.combine(right);
        REQUIRE(left == whole);
        CountedSums with_empty = a;
        with_empty.combine(CountedSums{});
        REQUIRE(with_empty == a);
        CountedSums empty;
        empty.combine(a);
        REQUIRE(empty == a);
    }
}
