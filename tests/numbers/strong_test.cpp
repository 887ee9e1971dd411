#include "instruction_sets.hpp"
#include "numbers/primality_kernels.hpp"
#include "random_cases.hpp"
#include "wide_integers.hpp"

#include "catch.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

using namespace primerank;

namespace {

constexpr std::array<unsigned, 13> bases = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41};
constexpr uint128 top = uint128{1} << 82;

bool strong_by_definition(uint128 number, unsigned base) {
    const mpz_class n = to_mpz(number);
    const mpz_class minus_one = n - 1;
    const mp_bitcnt_t s = mpz_scan1(minus_one.get_mpz_t(), 0);
    const mpz_class d = minus_one >> s;
    const mpz_class a = base;
    mpz_class power;
    mpz_powm(power.get_mpz_t(), a.get_mpz_t(), d.get_mpz_t(), n.get_mpz_t());
    bool pass = power == 1;
    for (mp_bitcnt_t r = 0; r < s; ++r) {
        pass = pass || power == minus_one;
        power = power * power % n;
    }
    return pass;
}

uint128 random_bits(std::mt19937_64& random, int bits) {
    const uint128 any = uint128{random()} << 64 | random();
    return any >> (128 - bits) | uint128{1} << (bits - 1) | 1;
}

uint128 prime_from(uint128 n) {
    mpz_class prime;
    mpz_nextprime(prime.get_mpz_t(), to_mpz(n).get_mpz_t());
    return from_mpz(prime);
}

/// Every set and base, in runs of every length up to 70, against the definition.
void check(const std::vector<uint128>& numbers) {
    constexpr std::uint8_t untouched = 77;
    for (const unsigned base : bases) {
        std::vector<std::uint8_t> expected;
        for (const uint128 n : numbers) {
            expected.push_back(strong_by_definition(n, base) ? 1 : 0);
        }
        for (const InstructionSet set : instruction_sets()) {
            const StrongTest strong = primality_kernels(set).strong;
            std::size_t length = 0;
            for (std::size_t first = 0; first < numbers.size(); first += length) {
                length = std::min(length % 70 + 1, numbers.size() - first);
                std::vector<std::uint8_t> verdicts(length + 1, untouched);
                strong(&numbers[first], length, base, verdicts.data());
                for (std::size_t i = 0; i < length; ++i) {
                    INFO(name(set) << " base " << base << " n " << to_string(numbers[first + i]));
                    REQUIRE(int{verdicts[i]} == int{expected[first + i]});
                }
                REQUIRE(verdicts.back() == untouched);
            }
        }
    }
}

} // namespace

TEST_CASE("The strong test beyond 2^64 agrees with its definition", "[primality][kernels]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::vector<uint128> numbers;
    SECTION("random numbers and primes of every size") {
        for (int round = 0; round < 1000 * test_scale(); ++round) {
            const int bits = 65 + round % 18;
            numbers.push_back(random_bits(random, bits));
            numbers.push_back(prime_from(random_bits(random, bits) - (uint128{1} << (bits - 5))));
        }
    }
    SECTION("numbers of one size, as in a window") {
        for (int bits = 65; bits <= 82; ++bits) {
            const uint128 start = random_bits(random, bits) - (uint128{1} << (bits - 5));
            for (uint128 n = start; n < start + 300; n += 2) {
                numbers.push_back(n);
            }
        }
    }
    SECTION("numbers next to powers of two") {
        for (int bits = 64; bits <= 82; ++bits) {
            const uint128 power = uint128{1} << bits;
            for (unsigned distance = 1; distance < 200; distance += 2) {
                if (bits > 64) {
                    numbers.push_back(power - distance);
                }
                if (bits < 82) {
                    numbers.push_back(power + distance);
                }
            }
        }
    }
    SECTION("primes next to powers of two") {
        for (int bits = 64; bits < 82; ++bits) {
            uint128 prime = uint128{1} << bits;
            for (int i = 0; i < 20; ++i) {
                numbers.push_back(prime = prime_from(prime));
            }
            if (bits > 64) {
                numbers.push_back(prime_from((uint128{1} << bits) - 2000));
            }
        }
        numbers.push_back(prime_from(top - 1000));
    }
    SECTION("numbers with a long tail of equal bits") {
        for (int shift = 4; shift < 82; ++shift) {
            for (unsigned i = 0; i < 30; ++i) {
                const uint128 d = random_bits(random, 82 - shift);
                numbers.push_back((d << shift) + 1);
                numbers.push_back((d << shift) - 1);
            }
        }
    }
    SECTION("products of two primes p (m (p - 1) + 1), which are often pseudoprimes") {
        for (int round = 0; round < 2000 * test_scale(); ++round) {
            const uint128 p = prime_from(random_bits(random, 32 + round % 9));
            for (const unsigned m : {2U, 3U, 4U, 6U}) {
                const uint128 n = p * (m * (p - 1) + 1);
                if (n > two_to_the_64 && n < top) {
                    numbers.push_back(n);
                }
            }
        }
    }
    check(numbers);
}
