// pi(x) against libprimecount.

#include "numbers/roots.hpp"
#include "pi/random_split.hpp"
#include "pi/small_primes.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <primecount.hpp>

#include <cmath>

using namespace primerank;
using namespace primerank::pi;

namespace {

void check(std::uint64_t x, const Options& options = {}) {
    INFO("x = " << x << ", alpha = " << options.alpha << ", alpha_z = " << options.alpha_z);
    REQUIRE(static_cast<std::int64_t>(pi_of(x, options))
            == primecount::pi(static_cast<std::int64_t>(x)));
}

} // namespace

TEST_CASE("Random x, with any options") {
    primecount::set_num_threads(1);
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const auto log_uniform = [&random](double low, double high) {
        return static_cast<std::uint64_t>(
            std::pow(10.0, std::uniform_real_distribution<double>(low, high)(random)));
    };
    for (int i = 0; i < 400 * test_scale(); ++i) {
        check(log_uniform(5.9, 9), random_options(random));
    }
    for (int i = 0; i < 60 * test_scale(); ++i) {
        check(log_uniform(9, 12), random_options(random));
    }
    for (int i = 0; i < 10 * test_scale(); ++i) {
        check(log_uniform(12, 13));
    }
    for (int i = 0; i < 4 * test_scale(); ++i) {
        check(log_uniform(13, 15));
    }
}

TEST_CASE("Around powers of 10 and 2") {
    primecount::set_num_threads(1);
    for (std::uint64_t power = 1'000'000; power <= 1'000'000'000'000; power *= 10) {
        for (std::uint64_t x = power - 2; x <= power + 2; ++x) {
            check(x);
        }
    }
    for (int n = 20; n <= 40; ++n) {
        check((std::uint64_t{1} << n) - 1);
        check((std::uint64_t{1} << n) + 1);
    }
}

TEST_CASE("Around powers of primes, products of close primes, and with floor(sqrt x) prime") {
    primecount::set_num_threads(1);
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    const std::vector<std::uint32_t> primes = small_primes(1'000'000);
    const auto prime_up_to = [&](std::uint64_t limit) -> std::uint64_t {
        const auto end = std::upper_bound(primes.begin(), primes.end(), limit);
        const auto half = std::lower_bound(primes.begin(), end, limit / 8);
        return *(half
                 + static_cast<std::ptrdiff_t>(random() % static_cast<std::uint64_t>(end - half)));
    };
    const auto around = [](std::uint64_t x) {
        for (const std::uint64_t n : {x - 1, x, x + 1}) {
            check(n);
        }
    };
    for (int i = 0; i < 20 * test_scale(); ++i) {
        const std::uint64_t p = prime_up_to(900'000);
        around(p * p);
        around(p * *std::upper_bound(primes.begin(), primes.end(), p));
        check(p * p + random() % (2 * p + 1));
        const std::uint64_t q = prime_up_to(9000);
        around(q * q * q);
        const std::uint64_t r = prime_up_to(1000);
        around(r * r * r * r);
    }
}
