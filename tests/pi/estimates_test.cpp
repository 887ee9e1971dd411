#include "pi/logarithmic_integral.hpp"
#include "pi/riemann_r.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace primerank::pi;

namespace {

void check_close(long double value, long double expected, long double relative) {
    INFO(static_cast<double>(value) << " for " << static_cast<double>(expected));
    CHECK(std::fabs(value - expected) <= relative * std::fabs(expected));
}

} // namespace

TEST_CASE("li and Li have their published values") {
    check_close(logarithmic_integral(2), 1.04516378011749278484L, 1e-17L);
    // Soldner's constant is its zero.
    CHECK(std::fabs(logarithmic_integral(1.4513692348833810502839684L)) < 1e-17L);
    check_close(logarithmic_integral(10), 6.16559950478729793752L, 1e-17L);
    check_close(logarithmic_integral(1e6L), 78627.5491594622L, 1e-14L);
    // OEIS A057754: floor(li(10^n))
    check_close(logarithmic_integral(1e12L), 37607950280.80L, 1e-12L);
    check_close(logarithmic_integral(1e18L), 24739954309690415.0L, 1e-16L);
    check_close(logarithmic_integral(1e24L), 18435599767366347775144.0L, 1e-17L);
    CHECK(offset_logarithmic_integral(1) == 0);
    CHECK(offset_logarithmic_integral(2) == Approx(0).margin(1e-18));
    CHECK_THROWS(logarithmic_integral(1));
}

TEST_CASE("R has its published values") {
    // OEIS A057793: R(10^n) rounded
    CHECK(std::round(riemann_r(1e6L)) == 78527);
    CHECK(std::round(riemann_r(1e9L)) == 50847455);
    CHECK(std::round(riemann_r(1e12L)) == 37607910542.0L);
    CHECK(std::round(riemann_r(1e15L)) == 29844570495887.0L);
    CHECK(std::round(riemann_r(1e18L)) == 24739954284239494.0L);
    CHECK(riemann_r(1) == 1);
    CHECK(riemann_r(0.5L) == 0);
}

TEST_CASE("The inverse of R undoes R") {
    for (long double n = 10; n < 1e25L; n *= 7) {
        check_close(riemann_r(inverse_riemann_r(n)), n, 1e-16L);
    }
    // p(10^12) = 29996224275833
    check_close(inverse_riemann_r(1e12L), 29996224275833.0L, 1e-7L);
    CHECK(inverse_riemann_r(0) == 2);
}
