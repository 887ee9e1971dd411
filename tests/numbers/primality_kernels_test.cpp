#include "numbers/primality_kernels.hpp"

#include "instruction_sets.hpp"
#include "numbers/uint128.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <algorithm>
#include <bit>
#include <flint/ulong_extras.h>
#include <iterator>
#include <random>
#include <vector>

using namespace primerank;

namespace {

std::uint64_t multiply(std::uint64_t a, std::uint64_t b, std::uint64_t n) {
    return static_cast<std::uint64_t>(uint128{a} * b % n);
}

std::uint64_t add(std::uint64_t a, std::uint64_t b, std::uint64_t n) {
    return static_cast<std::uint64_t>((uint128{a} + b) % n);
}

bool fermat_by_definition(std::uint64_t n) {
    return n_powmod2_ui_preinv(2, n - 1, n, n_preinvert_limb(n)) == 1;
}

bool strong_by_definition(std::uint64_t n) {
    const int s = std::countr_zero(n - 1);
    std::uint64_t power = 1;
    std::uint64_t base = 2;
    for (std::uint64_t d = (n - 1) >> s; d != 0; d /= 2) {
        power = d % 2 == 1 ? multiply(power, base, n) : power;
        base = multiply(base, base, n);
    }
    bool pass = power == 1;
    for (int r = 0; r < s; ++r) {
        pass = pass || power == n - 1;
        power = multiply(power, power, n);
    }
    return pass;
}

/// u + v x modulo n and x^2 - P x + 1. As x^k = U_k x - U_(k-1), x^k gives U_k and V_k.
struct Quadratic {
    std::uint64_t u;
    std::uint64_t v;
};

Quadratic multiply(Quadratic a, Quadratic b, std::uint64_t p, std::uint64_t n) {
    const std::uint64_t square = multiply(a.v, b.v, n); // times x^2 = P x - 1
    const std::uint64_t cross = add(multiply(a.u, b.v, n), multiply(a.v, b.u, n), n);
    return {add(multiply(a.u, b.u, n), n - square, n), add(cross, multiply(square, p, n), n)};
}

bool lucas_by_definition(std::uint64_t n, std::uint64_t p) {
    const int s = std::countr_zero(n + 1);
    Quadratic power = {1, 0};
    Quadratic x = {0, 1};
    for (std::uint64_t d = (n + 1) >> s; d != 0; d /= 2) {
        power = d % 2 == 1 ? multiply(power, x, p, n) : power;
        x = multiply(x, x, p, n);
    }
    // The conjugate of x is P - x, so the trace of u + v x is V = 2 u + P v.
    const auto trace = [&] { return add(add(power.u, power.u, n), multiply(power.v, p, n), n); };
    if (power.v == 0 && (trace() == 2 % n || trace() == n - 2)) {
        return true;
    }
    for (int r = 0; r < s - 1; ++r) {
        if (trace() == 0) {
            return true;
        }
        power = multiply(power, power, p, n);
    }
    return false;
}

struct Case {
    std::uint64_t n;
    std::uint32_t p;
};

/// All cases with n on one side of narrow_limit, in runs of every length up to `longest`, against
/// the definitions.
void check_side(const std::vector<Case>& cases, Base2Test base_2, LucasTest lucas,
                std::size_t longest) {
    std::vector<std::uint64_t> numbers;
    std::vector<std::uint32_t> parameters;
    for (const Case& c : cases) {
        numbers.push_back(c.n);
        parameters.push_back(c.p);
    }
    constexpr std::uint8_t untouched = 77;
    std::size_t length = 0;
    for (std::size_t first = 0; first < cases.size(); first += length) {
        length = std::min(length % longest + 1, cases.size() - first);
        std::vector<std::uint8_t> by_base_2(length + 1, untouched);
        std::vector<std::uint8_t> by_lucas(length + 1, untouched);
        base_2(&numbers[first], length, by_base_2.data());
        lucas(&numbers[first], &parameters[first], length, by_lucas.data());
        for (std::size_t i = 0; i < length; ++i) {
            const auto [n, p] = cases[first + i];
            CAPTURE(n, p, i, length);
            REQUIRE(by_base_2[i] <= 1);
            REQUIRE(int{by_base_2[i]} >= int{strong_by_definition(n)});
            REQUIRE(int{by_base_2[i]} <= int{fermat_by_definition(n)});
            REQUIRE(int{by_lucas[i]} == int{lucas_by_definition(n, p)});
        }
        REQUIRE(by_base_2.back() == untouched);
        REQUIRE(by_lucas.back() == untouched);
    }
}

void check_every_set(const std::vector<Case>& cases) {
    std::vector<Case> narrow;
    std::vector<Case> wide;
    for (const Case& c : cases) {
        (c.n < narrow_limit ? narrow : wide).push_back(c);
    }
    for (const InstructionSet set : instruction_sets()) {
        INFO(name(set));
        const PrimalityKernels& kernels = primality_kernels(set);
        check_side(narrow, kernels.base_2_narrow, kernels.lucas_narrow, 70);
        check_side(wide, kernels.base_2_wide, kernels.lucas_wide, 70);
    }
}

/// The smallest P >= 3 with (P^2 - 4 | n) = -1; 0 when there is none because n is a square, or when
/// n shares a factor with an earlier P^2 - 4.
std::uint32_t smallest_parameter(std::uint64_t n) {
    if (n_is_square(n) != 0) {
        return 0;
    }
    std::uint32_t p = 3;
    while (n_jacobi_unsigned(std::uint64_t{p} * p - 4, n) == 1) {
        ++p;
    }
    return n_gcd(std::uint64_t{p} * p - 4, n) == 1 ? p : 0;
}

void push_passed(std::vector<std::uint64_t>& passed, const std::vector<std::uint64_t>& numbers,
                 const std::vector<std::uint8_t>& verdicts) {
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (verdicts[i] != 0) {
            passed.push_back(numbers[i]);
        }
    }
}

/// Adds n with the next legal P from `first` on, whatever the symbol of P^2 - 4; n without one is
/// left out.
void push_case(std::vector<Case>& cases, std::uint64_t n, std::uint64_t first) {
    constexpr std::uint64_t choices = largest_parameter - 2;
    for (std::uint64_t i = 0; i < choices && n < kernel_limit; ++i) {
        const std::uint64_t p = 3 + (first + i) % choices;
        if (p < n && n_gcd(p * p - 4, n) == 1) {
            cases.push_back({n, static_cast<std::uint32_t>(p)});
            return;
        }
    }
}

} // namespace

TEST_CASE("Both halves of the test agree with their definitions", "[primality][kernels]") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::vector<Case> cases;
    SECTION("small numbers") {
        for (std::uint64_t n = 7; n < 6000; n += 2) {
            push_case(cases, n, random());
        }
    }
    SECTION("random numbers and primes of every size") {
        for (int round = 0; round < 8000; ++round) {
            const std::uint64_t n = (random() >> round % 60) | 9;
            push_case(cases, n, round % 2 == 0 ? random() : random() % 5);
            push_case(cases, n_nextprime(n / 2, 1), random() % 26);
        }
    }
    SECTION("numbers next to the limits of the kernels") {
        for (const std::uint64_t limit :
             {std::uint64_t{1} << 32, std::uint64_t{1} << 50, std::uint64_t{1} << 61, narrow_limit,
              std::uint64_t{1} << 53, std::uint64_t{1} << 54, std::uint64_t{1} << 55,
              std::uint64_t{1} << 63, kernel_limit}) {
            for (std::uint64_t n = limit - 301; n < limit + 300; n += 2) {
                push_case(cases, n, n % 40);
            }
        }
    }
    SECTION("numbers with a long tail of equal bits") {
        for (int shift = 4; shift < 64; ++shift) {
            for (std::uint64_t d = 1; d < 200 && d <= ~std::uint64_t{0} >> shift; d += 2) {
                push_case(cases, (d << shift) + 1, d % 30);
                push_case(cases, (d << shift) - 1, d % 30);
            }
        }
    }
    check_every_set(cases);
}

TEST_CASE("Pseudoprimes of each half are as published, and none is one of both",
          "[primality][kernels]") {
    // Strong pseudoprimes to base 2 (OEIS A001262), and extra strong Lucas pseudoprimes with the
    // smallest P (OEIS A217719): the first ones, and how many there are below powers of ten.
    // Published are the strong counts (C. Pomerance, J. L. Selfridge and S. S. Wagstaff Jr., The
    // pseudoprimes to 25 10^9, Math. Comp. 35 (1980), table 1) and the last Lucas count (D.
    // Jacobsen, Pseudoprime statistics, tables, and data); the smaller Lucas counts were found on
    // the way.
    const std::vector<std::uint64_t> first_strong = {2047,  3277,  4033,  4681,  8321,
                                                     15841, 29341, 42799, 49141, 52633};
    const std::vector<std::uint64_t> first_lucas = {989,   3239,  5777,  10877, 27971,
                                                    29681, 30739, 31631, 39059, 72389};
    struct Counts {
        std::uint64_t below;
        std::size_t strong;
        std::size_t lucas;
    };
    const std::vector<Counts> published = {{1'000'000, 46, 42},
                                           {10'000'000, 162, 124},
                                           {100'000'000, 488, 350},
                                           {1'000'000'000, 1282, 943}};
    const Counts* expected = published.data();
    for (int left = test_scale(); left >= 10 && expected != &published.back(); left /= 10) {
        ++expected;
    }

    const PrimalityKernels& kernels = primality_kernels(best_instruction_set());
    std::vector<std::uint64_t> strong_found; // the portable test of base 2 is the strong one
    std::vector<std::uint64_t> base_2_found;
    std::vector<std::uint64_t> lucas_found;
    constexpr std::uint64_t block = 200'000;
    for (std::uint64_t start = 9; start < expected->below; start += block) {
        std::vector<std::uint64_t> numbers;
        std::vector<std::uint64_t> numbers_with_parameter;
        std::vector<std::uint32_t> parameters;
        for (std::uint64_t n = start; n < std::min(start + block, expected->below); n += 2) {
            if (n_is_prime(n) != 0) {
                continue;
            }
            numbers.push_back(n);
            const std::uint32_t p = smallest_parameter(n);
            if (p != 0) {
                numbers_with_parameter.push_back(n);
                parameters.push_back(p);
            }
        }
        std::vector<std::uint8_t> verdicts(numbers.size());
        portable_primality_kernels.base_2_narrow(numbers.data(), numbers.size(), verdicts.data());
        push_passed(strong_found, numbers, verdicts);
        kernels.base_2_narrow(numbers.data(), numbers.size(), verdicts.data());
        push_passed(base_2_found, numbers, verdicts);
        verdicts.resize(parameters.size());
        kernels.lucas_narrow(numbers_with_parameter.data(), parameters.data(), parameters.size(),
                             verdicts.data());
        push_passed(lucas_found, numbers_with_parameter, verdicts);
    }
    CHECK(std::equal(first_strong.begin(), first_strong.end(), strong_found.begin()));
    CHECK(std::equal(first_lucas.begin(), first_lucas.end(), lucas_found.begin()));
    CHECK(strong_found.size() == expected->strong);
    CHECK(lucas_found.size() == expected->lucas);
    std::vector<std::uint64_t> of_both;
    std::set_intersection(base_2_found.begin(), base_2_found.end(), lucas_found.begin(),
                          lucas_found.end(), std::back_inserter(of_both));
    CHECK(of_both.empty());
}
