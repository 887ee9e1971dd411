#include "pi/real_estimates.hpp"

#include "catch.hpp"

using namespace primerank;
using namespace primerank::pi;

namespace {

void check_close(const Real& value, const Real& expected, const Real& relative) {
    INFO(value << " for " << expected);
    CHECK(fabs(value - expected) <= relative * fabs(expected));
}

const std::vector<const char*> pi_of_powers_of_ten = {"1000000",
                                                      "78498",
                                                      "1000000000",
                                                      "50847534",
                                                      "1000000000000",
                                                      "37607912018",
                                                      "1000000000000000",
                                                      "29844570422669",
                                                      "1000000000000000000",
                                                      "24739954287740860",
                                                      "1000000000000000000000",
                                                      "21127269486018731928",
                                                      "1000000000000000000000000",
                                                      "18435599767349200867866"};

} // namespace

TEST_CASE("li and Li have their published values") {
    const Real fine("1e-31");
    check_close(logarithmic_integral(2), Real("1.045163780117492784844588889194613136522616"),
                fine);
    check_close(logarithmic_integral(10), Real("6.165599504787297937522981752669522749130603"),
                fine);
    // Soldner's constant is its zero.
    CHECK(fabs(logarithmic_integral(Real("1.45136923488338105028396848589202744949")))
          < Real("1e-32"));
    CHECK(offset_logarithmic_integral(1) == 0);
    CHECK(fabs(offset_logarithmic_integral(2)) < Real("1e-33"));
    CHECK_THROWS_AS(logarithmic_integral(1), std::invalid_argument);
}

TEST_CASE("li and R are as far from pi(10^n) as published") {
    // OEIS A057752 and A057794 (there pi(10^n) - R(10^n)), n = 6, 9 ... 21; li alone at 24
    const std::vector<std::int64_t> li_is_above = {130,      1701,      38263,      1052619,
                                                   21949555, 597394254, 17146907278};
    const std::vector<std::int64_t> r_is_above = {29, -79, -1476, 73218, -3501366, -86432204};
    for (std::size_t i = 0; i < li_is_above.size(); ++i) {
        const Real x(pi_of_powers_of_ten[2 * i]);
        const auto pi = static_cast<int128>(parse_uint128(pi_of_powers_of_ten[2 * i + 1]));
        INFO("x = " << x);
        CHECK(static_cast<std::int64_t>(rounded(logarithmic_integral(x)) - pi) == li_is_above[i]);
        if (i < r_is_above.size()) {
            CHECK(static_cast<std::int64_t>(rounded(riemann_r(x)) - pi) == r_is_above[i]);
        }
    }
    CHECK(riemann_r(1) == 1);
    CHECK(riemann_r(Real("0.5")) == 0);
}

TEST_CASE("Halves are rounded away from zero, and signs are kept") {
    CHECK(static_cast<int>(rounded(Real("2.5"))) == 3);
    CHECK(static_cast<int>(rounded(Real("-2.4"))) == -2);
    CHECK(to_string(rounded(Real("18435599767366347775143.58"))) == "18435599767366347775144");
    CHECK(to_string(rounded(Real("-18435599767366347775143.58"))) == "-18435599767366347775144");
    CHECK(to_real(parse_uint128("18435599767366347775143")) == Real("18435599767366347775143"));
}

TEST_CASE("The inverse of R undoes R") {
    for (Real n = 10; n < Real("1e25"); n *= 7) {
        check_close(riemann_r(inverse_riemann_r(n)), n, Real("1e-30"));
    }
    // p(10^12)
    check_close(inverse_riemann_r(Real("1e12")), Real("29996224275833"), Real("1e-7"));
    CHECK(inverse_riemann_r(0) == 2);
}
