// Characters, and the tables that know them, against their definitions.

#include "pi/character.hpp"

#include "pi/character_pi.hpp"
#include "pi/inverses.hpp"
#include "pi/small_phi.hpp"
#include "pi/small_primes.hpp"
#include "pi/wheel.hpp"

#include "catch.hpp"

#include <numeric>

using namespace primerank;
using namespace primerank::pi;

namespace {

/// (d / p) for an odd prime p, by Euler's criterion.
int legendre(int d, std::uint64_t p) {
    const std::uint64_t base = (p * 24 + static_cast<std::uint64_t>(d)) % p;
    std::uint64_t power = 1;
    for (std::uint64_t i = 0; i < (p - 1) / 2; ++i) {
        power = power * base % p;
    }
    return power == 0 ? 0 : power == 1 ? 1 : -1;
}

} // namespace

TEST_CASE("Characters are Kronecker symbols") {
    const std::vector<std::uint32_t> primes = small_primes(200);
    for (const Character& chi : characters_mod(24)) {
        INFO("discriminant " << chi.discriminant());
        for (std::size_t b = 2; b < primes.size(); ++b) {
            CHECK(chi(primes[b]) == legendre(chi.discriminant(), primes[b]));
        }
        const int d_mod_8 = (chi.discriminant() + 24) % 8;
        CHECK(chi(2) == (d_mod_8 % 2 == 0 ? 0 : d_mod_8 == 1 || d_mod_8 == 7 ? 1 : -1));
        for (std::uint64_t a = 1; a < 60; ++a) {
            for (std::uint64_t b = 1; b < 60; ++b) {
                REQUIRE(chi(a * b) == chi(a) * chi(b));
            }
        }
        for (std::size_t i = 0; i < 32; ++i) {
            CHECK((chi.minus() >> i & 1) == (chi(wheel_offsets[i] + 1200U) < 0 ? 1 : 0));
        }
        CHECK(chi.zeros_up_to(1) == 0);
        CHECK(chi.zeros_up_to(2) == (chi(2) == 0 ? 1 : 0));
        CHECK(chi.zeros_up_to(100) == (chi(2) == 0 ? 1U : 0U) + (chi(3) == 0 ? 1U : 0U));
    }
    CHECK_THROWS_AS(Character(5), std::invalid_argument);
}

TEST_CASE("There are as many characters as classes, orthogonal to each other") {
    for (const std::uint64_t q : {1U, 2U, 3U, 4U, 6U, 8U, 12U, 24U}) {
        const std::vector<Character> characters = characters_mod(q);
        CHECK(characters.front().is_principal());
        std::size_t classes = 0;
        for (std::uint64_t a = 1; a <= q; ++a) {
            if (std::gcd(a, q) != 1) {
                continue;
            }
            ++classes;
            int sum = 0;
            for (const Character& chi : characters) {
                sum += chi(a);
            }
            CHECK(sum == (a % q == 1 % q ? static_cast<int>(characters.size()) : 0));
        }
        CHECK(classes == characters.size());
    }
}

TEST_CASE("Sums over primes and lists of one sign come from the pi table") {
    const std::vector<std::uint32_t> primes = small_primes(200'000);
    const Patterns patterns(700);
    const PiTable table(200'000, kernels(instruction_set()), patterns, 1);
    for (const Character& chi : characters_mod(24)) {
        INFO("discriminant " << chi.discriminant());
        const CharacterPi pi(table, chi);
        std::int64_t plus = 0;
        std::int64_t minus = 0;
        std::size_t b = 1;
        for (std::uint64_t n = 0; n <= 200'000; ++n) {
            if (b < primes.size() && primes[b] == n) {
                plus += chi(n) > 0 ? 1 : 0;
                minus += chi(n) < 0 ? 1 : 0;
                ++b;
            }
            if (pi(n) != plus - minus || pi.count(1, n) != static_cast<std::uint64_t>(plus)
                || pi.count(-1, n) != static_cast<std::uint64_t>(minus)) {
                FAIL("n = " << n);
            }
        }
        for (const int sign : {1, -1}) {
            const Inverses kept(pi, sign, 200'000, 2);
            const Inverses computed(pi, sign, 100, 1);
            Inverses::Window window;
            const auto in_memory = kept.between(1000, 150'000, window);
            const auto in_window = computed.between(1000, 150'000, window);
            REQUIRE(
                std::equal(in_memory.begin(), in_memory.end(), in_window.begin(), in_window.end()));
            std::vector<double> expected;
            for (const std::uint32_t q : primes) {
                if (q > 1000 && q <= 150'000 && chi(q) == sign) {
                    expected.push_back(1 / static_cast<double>(q));
                }
            }
            REQUIRE(
                std::equal(in_memory.begin(), in_memory.end(), expected.begin(), expected.end()));
        }
    }
}

TEST_CASE("phi_chi(n, 8) adds up what eight primes leave") {
    for (const Character& chi : characters_mod(24)) {
        if (chi.is_principal()) {
            continue;
        }
        INFO("discriminant " << chi.discriminant());
        const SmallCharacterPhi phi(chi);
        std::int64_t sum = 0;
        for (std::uint64_t n = 1; n <= 300'000; ++n) {
            bool free = true;
            for (const std::uint64_t p : {2U, 3U, 5U, 7U, 11U, 13U, 17U, 19U}) {
                free = free && n % p != 0;
            }
            sum += free ? chi(n) : 0;
            if (phi(n) != sum) {
                FAIL("n = " << n);
            }
        }
        CHECK(phi(std::uint64_t{0}) == 0);
        // A period of chi, and of what eight primes leave.
        const uint128 turns = uint128{1} << 60;
        CHECK(phi(turns * 4 * 9'699'690 + 300'000) == sum);
    }
}
