#include "oracle.hpp"
#include "sieve/sieving_primes.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

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
    CHECK_THROWS_AS(SievingPrimes::up_to(std::uint64_t{1} << 32), std::invalid_argument);
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
