#include "constellations/plan.hpp"

#include "constellations/kernels.hpp"
#include "constellations/residues.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace primerank::constellations {
namespace {

/// The number of primes in the smallest modulus, 2 3 5, and in the largest, 37# or 7 10^12.
constexpr std::size_t fewest_modulus_primes = 3;
constexpr std::size_t most_modulus_primes = 12;

/// Longer tapes are oftener read from a cache further off: one of this period takes twice as long.
constexpr double far_tape = 8000;

} // namespace

/// Chances and costs of the tests at some height.
class Planner::Tests {
  public:
    Tests(double members, double height, const Costs& costs)
        : members_(members), survivor_(costs.survivor), log_height_(std::log(height + 3)) {
        const double bits = std::log2(height + 3);
        test_ = bits
                * (bits <= 50   ? costs.narrow_test
                   : bits <= 61 ? costs.wide_test
                                : costs.widest_test);
    }

    /// Nanoseconds for a survivor of the primes up to `depth`. Its members are prime with
    /// probability e^gamma ln(depth) / ln(n) each (Mertens), and are tested one after the other
    /// until one is not; those that are all prime are proven, which takes the time of three tests.
    [[nodiscard]] double of_survivor(double depth) const {
        constexpr double e_to_gamma = 1.781;
        const double prime = std::min(0.95, e_to_gamma * std::log(depth) / log_height_);
        const double all = std::pow(prime, members_);
        return survivor_ + test_ * ((1 - all) / (1 - prime) + 3 * members_ * all);
    }

  private:
    double members_;
    double survivor_;
    double log_height_;
    double test_;
};

std::uint64_t Plan::modulus() const {
    std::uint64_t product = 1;
    for (const std::uint32_t prime : modulus_primes) {
        product *= prime;
    }
    return product;
}

const Costs& costs(InstructionSet set) {
    // tape_unit, tape_line, line, unit, survivor, tests
    static constexpr Costs portable = {1.0, 0.4, 80, 3, 1.6, 0.9, 0.9, 0.9};
    static constexpr Costs neon = {1.0, 0.4, 80, 3, 1.6, 0.5, 0.6, 0.9}; // tests: by instructions
    static constexpr Costs avx2 = {0.34, 0.3, 80, 2.4, 1.6, 0.19, 0.53, 0.9};
    static constexpr Costs avx512 = {0.32, 0.2, 80, 2.4, 1.6, 0.11, 0.21, 0.21};
    switch (set) {
    case InstructionSet::avx512:
        return avx512;
    case InstructionSet::avx2:
        return avx2;
    case InstructionSet::neon:
        return neon;
    default:
        return portable;
    }
}

Planner::Planner(const tally::Pattern& pattern, const Costs& costs)
    : costs_(costs), members_(static_cast<double>(pattern.offsets().size())) {
    for (const std::uint32_t p : sieving_primes()) {
        struck_.push_back(static_cast<double>(struck_residues(pattern, p).size()) / p);
    }
}

/// The best depth for a modulus: a prime more as long as its tape costs less than the survivors
/// that it strikes.
Plan Planner::with_modulus(std::size_t modulus_primes, double width, const Tests& tests) const {
    const std::vector<std::uint32_t>& primes = sieving_primes();
    Plan plan;
    double modulus = 1;
    double lines = 1;
    for (std::size_t i = 0; i < modulus_primes; ++i) {
        plan.modulus_primes.push_back(primes[i]);
        modulus *= primes[i];
        lines *= primes[i] * (1 - struck_[i]);
    }
    double survivors = width / modulus; // of a line: as yet, one for each bit
    const double units = std::ceil((survivors + 1) / (8 * unit_bytes));
    double line = costs_.line + units * costs_.unit;
    plan.depth = primes[modulus_primes - 1];
    for (std::size_t i = modulus_primes; i < primes.size(); ++i) {
        const double p = primes[i];
        const double tape = units * costs_.tape_unit * (1 + p / far_tape) + costs_.tape_line;
        if (tape > struck_[i] * survivors * tests.of_survivor(p)) {
            break;
        }
        line += tape;
        survivors *= 1 - struck_[i];
        plan.depth = primes[i];
    }
    line += survivors * tests.of_survivor(plan.depth);
    plan.seconds = 1e-9 * lines * line;
    return plan;
}

Plan Planner::best_but(std::size_t excluded, double width, double height) const {
    const Tests tests(members_, height, costs_);
    Plan best;
    best.seconds = std::numeric_limits<double>::infinity();
    double modulus = 1;
    for (std::size_t count = 1; count <= most_modulus_primes; ++count) {
        modulus *= sieving_primes()[count - 1];
        if (count < fewest_modulus_primes || count == excluded) {
            continue;
        }
        const Plan plan = with_modulus(count, width, tests);
        if (plan.seconds < best.seconds) {
            best = plan;
        }
        if (modulus > width) {
            break;
        }
    }
    return best;
}

Plan Planner::cheapest(double width, double height) const {
    return best_but(0, width, height);
}

Plan Planner::other(double width, double height) const {
    const std::size_t usual = cheapest(width, height).modulus_primes.size();
    Plan plan = usual == fewest_modulus_primes
                    ? with_modulus(usual + 1, width, Tests(members_, height, costs_))
                    : best_but(usual, width, height);
    plan.depth = std::max(plan.modulus_primes.back(), plan.depth / 4 * 3);
    return plan;
}

} // namespace primerank::constellations
