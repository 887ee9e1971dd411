#include "numbers/montgomery.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <random>

using namespace primerank;

namespace {

std::uint64_t product_modulo(std::uint64_t a, std::uint64_t b, std::uint64_t n) {
    return static_cast<std::uint64_t>(uint128{a} * b % n);
}

} // namespace

TEST_CASE("Montgomery arithmetic agrees with division", "[montgomery]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < 20'000; ++round) {
        std::uint64_t n = random() >> round % 63 | 1;
        if (round < 50) { // close to 2^64, where sums carry
            n = ~std::uint64_t{0} - 2 * static_cast<std::uint64_t>(round);
        }
        if (n < 3) {
            n = 3;
        }
        const std::uint64_t a = round % 7 == 0 ? n - 1 : random() % n;
        const std::uint64_t b = round % 11 == 0 ? n - 1 : random() % n;
        const std::uint64_t k = random() % 64;
        const Montgomery field(n);
        const auto integer = [&](std::uint64_t x) { return field.multiply(x, 1); };
        const std::uint64_t form_a = field.form(a);
        const std::uint64_t form_b = field.form(b);
        CAPTURE(n, a, b, k);
        REQUIRE(inverse_modulo_2_64(n) * n == 1);
        REQUIRE(integer(field.one()) == 1);
        REQUIRE(integer(field.minus_one()) == n - 1);
        REQUIRE(integer(form_a) == a);
        REQUIRE(integer(field.add(form_a, form_b))
                == static_cast<std::uint64_t>((uint128{a} + b) % n));
        REQUIRE(integer(field.subtract(form_a, form_b))
                == static_cast<std::uint64_t>((uint128{a} + n - b) % n));
        REQUIRE(integer(field.multiply(form_a, form_b)) == product_modulo(a, b, n));
        REQUIRE(integer(field.square(form_a)) == product_modulo(a, a, n));
        // 2^(k-64) a, times 2^(64-k)
        const std::uint64_t back = field.form((std::uint64_t{1} << (63 - k)) % n);
        const std::uint64_t shifted = field.shift(form_a, k);
        REQUIRE(integer(field.multiply(field.add(shifted, shifted), back)) == a);
    }
}
