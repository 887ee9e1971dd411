#include "numbers/primality_residues.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <flint/ulong_extras.h>

#include <random>

using namespace primerank;

namespace {

bool has_small_factor(std::uint64_t n) {
    for (const std::uint64_t p : {2U, 3U, 5U, 7U, 11U, 13U, 17U, 19U, 23U, 29U}) {
        if (n % p == 0) {
            return true;
        }
    }
    return false;
}

/// The smallest P >= 3 with (P^2 - 4 | n) = -1; 0 when a symbol is 0 first or n is a square.
std::uint32_t parameter_by_definition(std::uint64_t n) {
    if (n_is_square(n) != 0) {
        return 0;
    }
    for (std::uint32_t p = 3;; ++p) {
        const int symbol = n_jacobi_unsigned(std::uint64_t{p} * p - 4, n);
        if (symbol != 1) {
            return symbol == -1 ? p : 0;
        }
    }
}

void check(std::uint64_t n) {
    CAPTURE(n);
    const SmallPrimeResidues residues = small_prime_residues(n);
    REQUIRE(residues.small_factor == has_small_factor(n));
    if (residues.small_factor) {
        return;
    }
    const std::uint32_t expected = parameter_by_definition(n);
    REQUIRE(residues.lucas_parameter == (expected <= 28 ? expected : 0));
    if (residues.lucas_parameter == 0 && n > 1000) {
        REQUIRE(search_lucas_parameter(n) == expected);
    }
}

} // namespace

TEST_CASE("Residues show small factors and the parameter of the Lucas test",
          "[primality][residues]") {
    for (std::uint64_t n = 31; n < 20'000; ++n) {
        check(n);
    }
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 100'000; ++round) {
        check(random() >> round % 50 | 1025);
    }
    for (std::uint64_t root = 1009; root < 0x1'0000'0000ULL; root += 40'000'002) {
        check(root * root);
    }
}

TEST_CASE("Zero and one", "[primality][residues]") {
    CHECK(small_prime_residues(0).small_factor);
    CHECK_FALSE(small_prime_residues(1).small_factor);
}
