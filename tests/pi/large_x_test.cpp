// Pieces of the axis for x far beyond what can be counted in a test, leaf by leaf: operands above
// 2^64, quotients near 2^51, points of B from primes above 2^38.

#include "numbers/roots.hpp"
#include "pi/random_split.hpp"
#include "pi/small_primes.hpp"
#include "random_cases.hpp"

#include "catch.hpp"

#include <cstdlib>
#include <random>

using namespace primerank;
using namespace primerank::pi;

namespace {

/// The least prime factor and the Moebius function of m by trial division.
struct Factored {
    std::uint64_t least = 0;
    std::uint64_t greatest = 1;
    int mu = 1;
};

Factored factor(std::uint64_t m, const std::vector<std::uint32_t>& primes) {
    Factored result;
    const auto take = [&result](std::uint64_t p) {
        result.least = result.least == 0 ? p : result.least;
        result.greatest = p;
        result.mu = -result.mu;
    };
    for (std::size_t i = 1; i < primes.size() && std::uint64_t{primes[i]} * primes[i] <= m; ++i) {
        if (m % primes[i] == 0) {
            m /= primes[i];
            take(primes[i]);
            if (m % primes[i] == 0) {
                return {0, 0, 0};
            }
        }
    }
    if (m > 1) {
        take(m);
    }
    return result;
}

/// D and B of [lo, hi) for a character by their definitions, with a plain sieve.
HardLeaves::Sums by_definition(const Parameters& limits, const Character& chi, std::uint64_t lo,
                               std::uint64_t hi, const std::vector<std::uint32_t>& primes) {
    HardLeaves::Sums sums;
    std::vector<bool> struck(hi - lo);
    const auto strike = [&](std::uint64_t p) {
        for (std::uint64_t n = (lo + p - 1) / p * p; n < hi; n += p) {
            struck[n - lo] = true;
        }
    };
    const auto survivors = [&] {
        std::vector<std::int64_t> up_to(hi - lo);
        std::int64_t count = 0;
        for (std::size_t i = 0; i < up_to.size(); ++i) {
            count += struck[i] ? 0 : chi(lo + i);
            up_to[i] = count;
        }
        return up_to;
    };
    const std::uint64_t root_z = integer_sqrt(limits.z);
    std::size_t b = 1;
    for (; b < primes.size() && primes[b] <= limits.x_star; ++b) {
        const std::uint64_t p = primes[b];
        const uint128 xp = limits.x / p;
        const uint128 last =
            std::min({uint128{p <= root_z ? limits.z : limits.y}, xp / p / p, xp / lo});
        const uint128 first = std::max({uint128{p}, uint128{limits.z / p}, xp / hi});
        if (b > k && first < last) {
            std::vector<std::int64_t> up_to;
            std::int64_t weight = 0;
            for (auto m = static_cast<std::uint64_t>(first) + 1; m <= last; ++m) {
                const Factored f = factor(m, primes);
                if (f.mu == 0 || f.least <= p || f.greatest > limits.y) {
                    continue;
                }
                if (up_to.empty()) {
                    up_to = survivors();
                }
                const auto n = static_cast<std::uint64_t>(xp / m);
                const int coefficient = -f.mu * chi(p * (m % Character::common_period));
                sums.d.sum += coefficient * static_cast<int128>(up_to.at(n - lo));
                weight += coefficient;
            }
            if (weight != 0) {
                sums.d.weights.resize(b - k);
                sums.d.weights[b - k - 1] = weight;
            }
        }
        strike(p);
    }
    for (; b < primes.size() && std::uint64_t{primes[b]} * primes[b] < hi; ++b) {
        strike(primes[b]);
    }
    if (lo > limits.sqrt_x) {
        const std::vector<std::int64_t> up_to = survivors();
        const uint128 last = std::min<uint128>(limits.sqrt_x, limits.x / lo);
        const uint128 first = std::max<uint128>(limits.y, limits.x / hi);
        for (auto p = static_cast<std::uint64_t>(first) + 1; p <= last; ++p) {
            if (factor(p, primes).least == p) {
                sums.b.sum += chi(p) * up_to.at(static_cast<std::uint64_t>(limits.x / p) - lo);
                sums.b.weight += chi(p);
            }
        }
        sums.b.count = up_to.back();
    }
    return sums;
}

} // namespace

TEST_CASE("Pieces of D and B for x of 10^20 to 10^23 are what the definitions say") {
    const std::uint64_t seed = test_seed();
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    std::size_t functions_with_leaves = 0;
    std::int64_t points_of_b = 0;
    struct Setting {
        const char* x;
        int discriminant;
    };
    for (const Setting& setting :
         {Setting{"100000000000000000000", 1}, Setting{"98765432109876543210987", 1},
          Setting{"590000000000000000000", 12}}) {
        const uint128 x = parse_uint128(setting.x);
        const Character chi(setting.discriminant);
        const Kernels& kernel =
            chi.is_principal() ? kernels(instruction_set()) : signed_kernels(instruction_set());
        Options options;
        options.alpha = 1;
        const Parameters limits = choose_parameters(x, options);
        const Tables tables(limits, 2);
        const CharacterTables of(tables, chi);
        const HardLeaves hard(of);
        HardLeaves::Buffers buffers;
        const std::vector<std::uint32_t> primes =
            small_primes(static_cast<std::uint32_t>(integer_sqrt(limits.x_over_y)) + 1000);
        for (int round = 0; round < 6; ++round) {
            const std::uint64_t anywhere = random() % (hard.end() - 100 * HardLeaves::grain);
            const std::uint64_t lo =
                (anywhere >> (3 * round)) / HardLeaves::grain * HardLeaves::grain;
            const std::uint64_t hi = lo + HardLeaves::grain * (1 + random() % 20);
            INFO("x = " << setting.x << ", [" << lo << ", " << hi << ")");
            const HardLeaves::Sums found = hard.sums(lo, hi, kernel, buffers);
            const HardLeaves::Sums expected = by_definition(limits, chi, lo, hi, primes);
            CHECK(to_string(found.d.sum) == to_string(expected.d.sum));
            CHECK(found.d.weights == expected.d.weights);
            CHECK(to_string(found.b.sum) == to_string(expected.b.sum));
            CHECK(found.b.weight == expected.b.weight);
            CHECK(found.b.count == expected.b.count);
            functions_with_leaves += expected.d.weights.size();
            points_of_b += std::abs(expected.b.weight);
        }
    }
    CHECK(functions_with_leaves > 0);
    CHECK(points_of_b > 0);
}
