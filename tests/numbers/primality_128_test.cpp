#include "instruction_sets.hpp"
#include "numbers/primality.hpp"
#include "numbers/primality_kernels.hpp"
#include "random_cases.hpp"
#include "wide_integers.hpp"

#include "catch.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>
#include <vector>

using namespace primerank;

namespace {

const uint128 psi_12 = parse_uint128("318665857834031151167461");

/// By GMP: Baillie-PSW and some rounds of Miller and Rabin.
bool is_prime_by_gmp(uint128 n) {
    return mpz_probab_prime_p(to_mpz(n).get_mpz_t(), 25) != 0;
}

/// origin + offsets[i] together, by every set, and one by one.
void check(uint128 origin, const std::vector<std::uint64_t>& offsets,
           const std::vector<std::uint8_t>& expected) {
    const auto first_wrong = [&](const std::vector<std::uint8_t>& verdicts) {
        const auto wrong = std::mismatch(verdicts.begin(), verdicts.end(), expected.begin()).first;
        const auto index = static_cast<std::size_t>(wrong - verdicts.begin());
        return index == offsets.size() ? std::string("none") : to_string(origin + offsets[index]);
    };
    std::vector<std::uint8_t> verdicts;
    std::vector<uint128> numbers;
    for (const std::uint64_t offset : offsets) {
        numbers.push_back(origin + offset);
        verdicts.push_back(is_prime(numbers.back()) ? 1 : 0);
    }
    CHECK(first_wrong(verdicts) == "none");
    std::fill(verdicts.begin(), verdicts.end(), std::uint8_t{77});
    test_primality(numbers, verdicts);
    CHECK(first_wrong(verdicts) == "none");
    for (const InstructionSet set : instruction_sets()) {
        INFO(name(set));
        std::fill(verdicts.begin(), verdicts.end(), std::uint8_t{77});
        test_primality(origin, offsets, verdicts, set);
        CHECK(first_wrong(verdicts) == "none");
    }
}

void check_against_gmp(uint128 origin, const std::vector<std::uint64_t>& offsets) {
    std::vector<std::uint8_t> expected;
    for (const std::uint64_t offset : offsets) {
        expected.push_back(is_prime_by_gmp(origin + offset) ? 1 : 0);
    }
    check(origin, offsets, expected);
}

std::vector<std::uint64_t> every(std::uint64_t count) {
    std::vector<std::uint64_t> offsets(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        offsets[i] = i;
    }
    return offsets;
}

} // namespace

TEST_CASE("Windows beyond 2^64, across it and across psi_12", "[primality]") {
    for (const uint128 origin :
         {two_to_the_64 - 8000, two_to_the_64 - 2000, two_to_the_64, (uint128{1} << 65) - 2000,
          (uint128{1} << 67) - 2000, (uint128{1} << 69) - 2000, (uint128{1} << 78) - 2000,
          psi_12 - 2000, proven_limit - 4000}) {
        INFO(to_string(origin));
        check_against_gmp(origin, every(4000));
    }
}

TEST_CASE("Counts of primes in windows beyond 2^64", "[primality]") {
    struct Count {
        const char* origin;
        std::uint64_t width;
        std::int64_t primes;
    };
    for (const Count& window : {Count{"10000000000000000000000", 20'000, 382},
                                Count{"1000000000000000000000000", 20'000, 349}}) {
        for (const InstructionSet set : instruction_sets()) {
            INFO(name(set) << ' ' << window.origin);
            std::vector<std::uint8_t> verdicts(window.width);
            test_primality(parse_uint128(window.origin), every(window.width), verdicts, set);
            CHECK(std::count(verdicts.begin(), verdicts.end(), 1) == window.primes);
        }
    }
}

TEST_CASE("Random numbers in any order, on both sides of 2^64", "[primality]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (std::size_t length = 0; length <= 70; ++length) {
        const uint128 origin = (uint128{random()} << 64 | random()) >> (47 + random() % 81);
        std::vector<std::uint64_t> offsets(length);
        for (std::uint64_t& offset : offsets) {
            offset = random() >> random() % 64;
        }
        INFO(to_string(origin));
        check_against_gmp(origin, offsets);
    }
}

TEST_CASE("psi_12 passes twelve bases and is composite", "[primality]") {
    CHECK_FALSE(is_prime(psi_12));
    for (const InstructionSet set : instruction_sets()) {
        std::vector<std::uint8_t> verdicts(1000);
        const StrongTest strong = primality_kernels(set).strong;
        for (const unsigned base : {2U, 3U, 5U, 7U, 11U, 13U, 17U, 19U, 23U, 29U, 31U, 37U, 41U}) {
            strong(&psi_12, 1, base, verdicts.data());
            CHECK(verdicts[0] == (base < 41 ? 1 : 0));
        }
        std::vector<std::uint64_t> odd;
        for (std::uint64_t i = 0; i < 1000; i += 2) {
            odd.push_back(i);
        }
        verdicts.resize(odd.size());
        const uint128 start = parse_uint128("318665857834031151166961");
        std::vector<uint128> numbers;
        for (const std::uint64_t offset : odd) {
            numbers.push_back(start + offset);
        }
        strong(numbers.data(), numbers.size(), 2, verdicts.data());
        CHECK(std::count(verdicts.begin(), verdicts.end(), 1) == 19);
        test_primality(start, odd, verdicts, set);
        CHECK(std::count(verdicts.begin(), verdicts.end(), 1) == 18);
    }
}

TEST_CASE("What is not proven is refused", "[primality]") {
    CHECK(to_string(proven_limit) == "3317044064679887385961981");
    CHECK(previous_prime(proven_limit) == largest_proven_prime);
    CHECK_THROWS_AS(is_prime(proven_limit), std::invalid_argument);
    CHECK_THROWS_AS(is_prime(~uint128{0}), std::invalid_argument);
    std::vector<std::uint8_t> verdicts(2);
    for (const InstructionSet set : instruction_sets()) {
        for (const uint128 origin : {proven_limit - 1, ~uint128{0}}) {
            const std::vector<std::uint64_t> offsets = {0, 1};
            CHECK_THROWS_AS(test_primality(origin, offsets, verdicts, set), std::invalid_argument);
            CHECK_THROWS_AS(test_primality(0, offsets, std::span(verdicts).first(1), set),
                            std::invalid_argument);
        }
    }
}

TEST_CASE("Neighbouring primes beyond 2^64", "[primality]") {
    struct Neighbours {
        const char* n;
        unsigned below;
        unsigned above;
    };
    for (const Neighbours& known :
         {Neighbours{"18446744073709551616", 59, 13}, Neighbours{"100000000000000000000", 11, 39},
          Neighbours{"1000000000000000000000", 101, 117},
          Neighbours{"10000000000000000000000", 27, 9},
          Neighbours{"100000000000000000000000", 23, 117},
          Neighbours{"1000000000000000000000000", 257, 7},
          Neighbours{"318665857834031151167461", 20, 22}}) {
        INFO(known.n);
        const uint128 n = parse_uint128(known.n);
        CHECK(previous_prime(n) == n - known.below);
        CHECK(next_prime(n) == n + known.above);
        CHECK(previous_prime(n + known.above) == n - known.below);
        CHECK(next_prime(n - known.below) == n + known.above);
    }
    CHECK(previous_prime(proven_limit) == proven_limit - 168);
    CHECK(next_prime(proven_limit - 169) == proven_limit - 168);
    CHECK_THROWS_AS(next_prime(proven_limit - 168), std::invalid_argument);
    CHECK_THROWS_AS(next_prime(proven_limit), std::invalid_argument);
    CHECK_THROWS_AS(previous_prime(proven_limit + 1), std::invalid_argument);
}
