#include "instruction_sets.hpp"
#include "numbers/primality.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <bit>
#include <flint/ulong_extras.h>
#include <numeric>
#include <random>
#include <vector>

using namespace primerank;

namespace {

constexpr std::uint64_t last = ~std::uint64_t{0};
constexpr uint128 largest_64_bit_prime = two_to_the_64 - 59;
constexpr uint128 smallest_65_bit_prime = two_to_the_64 + 13;

const auto scale = static_cast<std::uint64_t>(test_scale());

/// All numbers together and one by one, against the expected verdicts.
void check(const std::vector<std::uint64_t>& numbers, const std::vector<std::uint8_t>& expected) {
    const auto first_wrong = [&](const std::vector<std::uint8_t>& verdicts) {
        const auto wrong = std::mismatch(verdicts.begin(), verdicts.end(), expected.begin()).first;
        const auto index = static_cast<std::size_t>(wrong - verdicts.begin());
        return index == numbers.size() ? std::string("none") : std::to_string(numbers[index]);
    };
    std::vector<std::uint8_t> verdicts(numbers.size());
    std::transform(numbers.begin(), numbers.end(), verdicts.begin(), is_prime);
    CHECK(first_wrong(verdicts) == "none");
    for (const InstructionSet set : instruction_sets()) {
        INFO(name(set));
        std::fill(verdicts.begin(), verdicts.end(), std::uint8_t{77});
        test_primality(numbers, verdicts, set);
        CHECK(first_wrong(verdicts) == "none");
    }
}

void check_against_flint(const std::vector<std::uint64_t>& numbers) {
    std::vector<std::uint8_t> expected(numbers.size());
    std::transform(numbers.begin(), numbers.end(), expected.begin(),
                   [](std::uint64_t n) { return static_cast<std::uint8_t>(n_is_prime(n)); });
    check(numbers, expected);
}

/// The least h > 0 with 2^h = 1 modulo an odd prime p.
std::uint64_t order_of_2(std::uint64_t p) {
    n_factor_t factors;
    n_factor_init(&factors);
    n_factor(&factors, p - 1, 1);
    std::uint64_t order = p - 1;
    for (int i = 0; i < factors.num; ++i) {
        while (order % factors.p[i] == 0
               && n_powmod2(2, static_cast<mp_limb_signed_t>(order / factors.p[i]), p) == 1) {
            order /= factors.p[i];
        }
    }
    return order;
}

void check_composites(const std::vector<std::uint64_t>& numbers) {
    REQUIRE_FALSE(numbers.empty());
    check(numbers, std::vector<std::uint8_t>(numbers.size(), 0));
}

} // namespace

TEST_CASE("Every number from 0 on", "[primality]") {
    const std::uint64_t block = 1'000'000;
    const std::uint64_t blocks = 3 * scale;
    n_primes_t primes;
    n_primes_init(primes);
    std::uint64_t prime = n_primes_next(primes);
    for (std::uint64_t start = 0; start < blocks * block; start += block) {
        std::vector<std::uint64_t> numbers(block);
        std::vector<std::uint8_t> expected(block, 0);
        for (std::uint64_t i = 0; i < block; ++i) {
            numbers[i] = start + i;
        }
        for (; prime < start + block; prime = n_primes_next(primes)) {
            expected[prime - start] = 1;
        }
        check(numbers, expected);
    }
    n_primes_clear(primes);
}

TEST_CASE("Every number around powers of two and below 2^64", "[primality]") {
    for (const std::uint64_t middle :
         {std::uint64_t{1} << 32, std::uint64_t{1} << 52, std::uint64_t{1} << 53,
          std::uint64_t{1} << 55, std::uint64_t{1} << 62, std::uint64_t{1} << 63, last - 49'999}) {
        CAPTURE(middle);
        std::vector<std::uint64_t> numbers;
        for (std::uint64_t n = middle - 50'000; n - middle + 50'000 < 100'000; ++n) {
            numbers.push_back(n);
        }
        check_against_flint(numbers);
    }
}

TEST_CASE("Random numbers of every size, and products of two primes", "[primality]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t round = 0; round < 60'000 * scale; ++round) {
        numbers.push_back(random() >> round % 64);
        numbers.push_back(random() | 1);
        numbers.push_back(n_nextprime(random() >> (1 + round % 63), 1));
        const std::uint64_t p = n_nextprime(random() >> (33 + round % 28), 1);
        const std::uint64_t q = n_nextprime(random() >> (33 + round % 13), 1);
        numbers.push_back(p * q);
    }
    check_against_flint(numbers);
}

TEST_CASE("Squares of primes are composite", "[primality]") {
    // 1093 and 3511 are the Wieferich primes: their squares are pseudoprimes to base 2.
    std::vector<std::uint64_t> squares = {1093ULL * 1093, 3511ULL * 3511,
                                          1093ULL * 1093 * 3511 * 3511};
    for (std::uint64_t p = 31; p < 0x1'0000'0000; p = n_nextprime(p + p / 500, 1)) {
        squares.push_back(p * p);
    }
    for (std::uint64_t p = 0xffff'ff00; p < 0xffff'ffff; p += 1) {
        squares.push_back(p * p);
    }
    check_composites(squares);
}

TEST_CASE("Strong pseudoprimes to base 2 below 10^12 are composite", "[primality]") {
    // If p divides a pseudoprime n to base 2, the order h of 2 modulo p divides n - 1, so that
    // n = p (1 + j h). Among these numbers, for the primes p from `least` to 10^6, FLINT finds the
    // strong ones: 14735 of the 22407 (D. Jacobsen, Pseudoprime statistics, tables, and data) from
    // 10^5 on, 22145 from 10^3 on.
    constexpr std::uint64_t limit = 1'000'000'000'000;
    const std::uint64_t least = 100'000 / std::min<std::uint64_t>(scale, 100);
    std::vector<std::uint64_t> pseudoprimes;
    for (std::uint64_t p = n_nextprime(least, 1); p < 1'000'000; p = n_nextprime(p, 1)) {
        const std::uint64_t step = std::lcm(order_of_2(p), 2);
        for (std::uint64_t k = 1 + step; k <= limit / p; k += step) {
            const std::uint64_t n = p * k;
            const std::uint64_t d = (n - 1) >> std::countr_zero(n - 1);
            if (n_is_strong_probabprime2_preinv(n, n_preinvert_limb(n), 2, d) != 0) {
                pseudoprimes.push_back(n);
            }
        }
    }
    std::sort(pseudoprimes.begin(), pseudoprimes.end());
    pseudoprimes.erase(std::unique(pseudoprimes.begin(), pseudoprimes.end()), pseudoprimes.end());
    CHECK(pseudoprimes.size() >= 14'735);
    CHECK(pseudoprimes.size() <= 22'407);
    check_composites(pseudoprimes);
}

TEST_CASE("Products (a k + 1)(b k + 1) that are often pseudoprimes are composite", "[primality]") {
    // p (m (p - 1) + 1) holds most strong pseudoprimes to base 2; p (m (p + 1) - 1) those of Lucas.
    std::vector<std::uint64_t> products;
    const auto push_products = [&](std::uint64_t p) {
        for (std::uint64_t m = 2; m < 30; ++m) {
            const std::uint64_t q_minus = m * (p - 1) + 1;
            const std::uint64_t q_plus = m * (p + 1) - 1;
            if (q_plus <= last / p) {
                products.push_back(p * q_minus);
                products.push_back(p * q_plus);
            }
        }
    };
    for (std::uint64_t p = 31; p < 30'000 * scale; p = n_nextprime(p, 1)) {
        push_products(p);
    }
    for (std::uint64_t p = 40'000'000; p < 3'100'000'000; p = n_nextprime(p + 1'500'000, 1)) {
        push_products(p);
    }
    check_composites(products);
}

TEST_CASE("Carmichael numbers (6k + 1)(12k + 1)(18k + 1) are composite", "[primality]") {
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t k = 1; k <= 242'000; ++k) {
        if (n_is_prime(6 * k + 1) != 0 && n_is_prime(12 * k + 1) != 0
            && n_is_prime(18 * k + 1) != 0) {
            numbers.push_back((6 * k + 1) * (12 * k + 1) * (18 * k + 1));
        }
    }
    check_composites(numbers);
}

TEST_CASE("Every length and mixture of a list gets its verdicts in place", "[primality]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (std::size_t length = 0; length <= 70; ++length) {
        for (int mixture = 0; mixture < 8; ++mixture) {
            std::vector<std::uint64_t> numbers(length);
            for (std::uint64_t& n : numbers) {
                const std::uint64_t choice = random() % 8;
                n = choice < 2   ? random() >> random() % 64
                    : choice < 4 ? n_nextprime(random() >> (1 + random() % 63), 1)
                    : choice < 5 ? last - random() % 20'000
                                 : random() | 1;
            }
            CAPTURE(length, mixture);
            check_against_flint(numbers);
        }
    }
}

TEST_CASE("Lists longer than a block, and verdicts for nothing else", "[primality]") {
    std::vector<std::uint64_t> numbers;
    for (std::uint64_t i = 0; i < 10'007; ++i) {
        numbers.push_back(1'000'000'000'000'000'003 + 2 * i);
    }
    check_against_flint(numbers);
    std::vector<std::uint8_t> verdicts(numbers.size() + 1, 77);
    test_primality(numbers, std::span(verdicts).first(numbers.size()));
    CHECK(verdicts.back() == 77);
    CHECK(verdicts.front() == 1); // 10^18 + 3
    CHECK_THROWS_AS(test_primality(numbers, verdicts), std::invalid_argument);
}

TEST_CASE("Neighbouring primes", "[primality]") {
    CHECK(next_prime(0) == 2);
    CHECK(next_prime(1) == 2);
    CHECK(next_prime(2) == 3);
    CHECK(next_prime(3) == 5);
    CHECK(next_prime(largest_64_bit_prime - 1) == largest_64_bit_prime);
    CHECK(next_prime(largest_64_bit_prime) == smallest_65_bit_prime);
    CHECK(next_prime(last) == smallest_65_bit_prime);
    CHECK_FALSE(previous_prime(0).has_value());
    CHECK_FALSE(previous_prime(2).has_value());
    CHECK(previous_prime(3) == 2U);
    CHECK(previous_prime(4) == 3U);
    CHECK(previous_prime(5) == 3U);
    CHECK(previous_prime(6) == 5U);
    CHECK(previous_prime(largest_64_bit_prime + 1) == largest_64_bit_prime);
    CHECK(previous_prime(two_to_the_64) == largest_64_bit_prime);
    CHECK(previous_prime(two_to_the_64 + 1) == largest_64_bit_prime);

    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 2000; ++round) {
        const std::uint64_t n = random() >> (1 + round % 63);
        const std::uint64_t next = n_nextprime(n, 1);
        CAPTURE(n);
        REQUIRE(next_prime(n) == next);
        REQUIRE(previous_prime(uint128{next} + 1) == next);
        if (n > 2) {
            const auto previous = static_cast<std::uint64_t>(previous_prime(n).value());
            REQUIRE(previous < n);
            REQUIRE(n_nextprime(previous, 1) >= n);
            REQUIRE(n_is_prime(previous) != 0);
        }
    }
}
