#include "oracle.hpp"
#include "sieve/sieving_primes_build.hpp"
#include "sieve/sieving_primes_cache.hpp"

#include "catch.hpp"

#include <algorithm>
#include <thread>

using namespace primerank;
using namespace primerank::sieve;

namespace {

std::vector<std::uint64_t> list(const SievingPrimes& primes) {
    std::vector<std::uint64_t> numbers;
    if (primes.limit() >= 7) {
        primes.for_each(7, primes.limit(), [&](std::uint32_t p) { numbers.push_back(p); });
    }
    return numbers;
}

} // namespace

TEST_CASE("Sieving primes are all primes from 7 to their limit", "[sieving-primes]") {
    for (const std::uint64_t limit :
         {0U, 1U, 6U, 7U, 29U, 30U, 31U, 37U, 48U, 49U, 1000U, 32767U, 1000003U}) {
        INFO("limit " << limit);
        const auto primes = SievingPrimes::up_to(limit);
        CHECK(primes->limit() == limit);
        CHECK(list(*primes) == expected_primes({0, limit + 1}));
        const auto bytes = primes->bytes();
        for (std::size_t i = 0; i < 64; ++i) {
            CHECK(bytes.data()[bytes.size() + i] == 0);
        }
    }
    CHECK_THROWS_AS(SievingPrimes::up_to(std::uint64_t{1} << 41), std::invalid_argument);
}

TEST_CASE("A cache of sieving primes grows and never shrinks", "[sieving-primes]") {
    SievingPrimesCache cache;
    const auto first = cache.up_to(100);
    CHECK(first->limit() >= 100);
    const auto second = cache.up_to(1'000'000);
    CHECK(second->limit() >= 1'000'000);
    CHECK(list(*second) == expected_primes({0, second->limit() + 1}));
    CHECK(cache.up_to(1000) == second);
    CHECK(list(*first) == expected_primes({0, first->limit() + 1}));
}

TEST_CASE("Threads build a bitmap together, whatever each of them asked for", "[sieving-primes]") {
    const std::vector<std::uint64_t> limits = {90'000'000, 1'000, 45'000'000, 70'000'000, 100};
    const auto right = SievingPrimes::up_to(91'000'000);
    for (int repetition = 0; repetition < 3; ++repetition) {
        SievingPrimesCache cache;
        std::vector<std::shared_ptr<const SievingPrimes>> seen(limits.size());
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < limits.size(); ++i) {
            threads.emplace_back([&, i] { seen[i] = cache.up_to(limits[i]); });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        for (std::size_t i = 0; i < limits.size(); ++i) {
            CHECK(seen[i]->limit() >= limits[i]);
            const auto bytes = seen[i]->bytes(); // the last one may be cut
            CHECK(std::equal(bytes.begin(), bytes.end() - 1, right->bytes().begin()));
        }
    }
}

TEST_CASE("A build is complete when all blocks are done", "[sieving-primes]") {
    SievingPrimesBuild build(100'000'000, nullptr);
    CHECK(!build.complete());
    std::thread other([&build] { build.help(); });
    build.help();
    other.join();
    CHECK(build.complete());
    build.help();
    const auto primes = build.finish();
    const auto right = SievingPrimes::up_to(100'000'000);
    CHECK(std::equal(primes->bytes().begin(), primes->bytes().end(), right->bytes().begin(),
                     right->bytes().end()));
}

TEST_CASE("Stretches hold the sieving primes at hand and those beyond", "[sieving-primes]") {
    constexpr std::uint64_t last = 2'500'000;
    for (const std::uint64_t limit : {5000U, 1'000'000U, 2'000'003U, 2'500'000U, 2'600'000U}) {
        for (const std::uint64_t first : {7U, 4999U, 1'000'003U, 2'499'997U}) {
            INFO("primes up to " << limit << " at hand, from " << first);
            std::vector<std::uint64_t> found;
            std::uint64_t next = first / 30 / 64 * 64;
            SievingPrimes::up_to(limit)->visit_stretches(
                first, last, [&](const PrimeStretch& stretch) {
                    CHECK(stretch.first_byte == next);
                    CHECK(stretch.first_byte % 64 == 0);
                    next = stretch.first_byte + stretch.size;
                    const Segment segment{30 * stretch.first_byte, {stretch.bytes, stretch.size}};
                    append_primes(segment, found);
                });
            CHECK(next == last / 30 + 1);
            found.erase(std::remove_if(found.begin(), found.end(),
                                       [&](std::uint64_t p) { return p < first || p > last; }),
                        found.end());
            CHECK(found == expected_primes({first, last + 1}));
        }
    }
}
