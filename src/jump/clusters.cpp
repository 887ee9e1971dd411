#include "jump/clusters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace primerank::jump {
namespace {

constexpr std::uint32_t largest_period = 2310;
constexpr std::uint32_t largest_width = 300;

std::uint32_t inverse(std::uint32_t r, std::uint32_t modulus) {
    std::uint32_t i = 1;
    while (r * i % modulus != 1) {
        ++i;
    }
    return i;
}

bool has_small_divisors_alone(std::uint32_t n) {
    for (const std::uint32_t p : {2U, 3U, 5U, 7U}) {
        while (n % p == 0) {
            n /= p;
        }
    }
    return n == 1;
}

std::vector<std::uint32_t> periods() {
    std::vector<std::uint32_t> found;
    for (std::uint32_t period = 60; period <= largest_period; period += 30) {
        if (has_small_divisors_alone(period)) {
            found.push_back(period);
        }
    }
    return found;
}

/// The share of numbers prime to the period.
double density(std::uint32_t period) {
    return 8.0 / 30 * (period % 7 == 0 ? 6.0 / 7 : 1);
}

/// In units of a proof that a number is prime or not. Candidates, numbers of a cluster that are
/// prime to D, come one after another: each is sieved, left over with probability s, tested, and
/// prime with probability q, which ends it. The clusters that go through all of them are searched
/// on both sides.
double seconds_a_number(std::uint32_t period, std::uint32_t width, double n) {
    const double log_n = std::log(n);
    const bool beyond = n > 0x1p64;
    const double test = beyond ? 62e-9 : n > 0x1p50 ? 20e-9 : 10e-9;
    const double proof = beyond ? 12 * 72e-9 : n > 0x1p50 ? 40e-9 : 20e-9;
    constexpr double line = 0.35e-9; // a bit of it
    constexpr double sides = 20;     // candidates
    const double left = 0.5615 / std::log(static_cast<double>(cluster_depth)) / density(period);
    const double prime = 1 / log_n / density(period);
    const double candidates = width * density(period);
    const double empty = std::pow(1 - std::min(prime, 0.9), candidates);
    const double tests = std::min(1.0, left) * (1 - empty) / prime;
    const double of_cluster = tests * test + (1 - empty) * proof + candidates * line
                              + empty * (sides * (test + 2e-8) + 2 * proof);
    return of_cluster / period;
}

} // namespace

Clusters::Clusters(std::uint32_t period, std::uint32_t width)
    : period_(period), minus_inverses_(period, 0) {
    for (std::uint32_t r = 1; r <= width; r += 2) {
        if (std::gcd(r, period) == 1) {
            const std::uint32_t before = residues_.empty() ? r : residues_.back();
            steps_.push_back(static_cast<std::uint8_t>((r - before) / 2));
            residues_.push_back(static_cast<std::uint16_t>(r));
        }
    }
    for (std::uint32_t r = 1; r < period; r += 2) {
        if (std::gcd(r, period) == 1) {
            minus_inverses_[r] = static_cast<std::uint16_t>(period - inverse(r, period));
        }
    }
}

Plan plan_for(std::uint64_t gap, double n, bool audit) {
    std::vector<Plan> plans;
    for (const std::uint32_t period : periods()) {
        if (period >= gap) {
            break;
        }
        const std::uint64_t room = std::min<std::uint64_t>(gap - period, period - 1);
        const auto width = static_cast<std::uint32_t>(std::min<std::uint64_t>(room, largest_width));
        plans.push_back({period, width, seconds_a_number(period, width, std::max(n, 1e6))});
    }
    std::sort(plans.begin(), plans.end(),
              [](const Plan& a, const Plan& b) { return a.seconds_a_number < b.seconds_a_number; });
    return plans[audit ? 1 : 0];
}

} // namespace primerank::jump
