#include "pi/estimates.hpp"

#include "pi/real_estimates.hpp"

#include <array>
#include <limits>
#include <stdexcept>

namespace primerank::pi {
namespace {

constexpr std::size_t zeta_end = 116; // from there on, zeta(s) is 1 in 113 bits

/// zeta(s) for s = 2, 3 ... by P. Borwein, "An efficient algorithm for the Riemann zeta function"
/// (2000), algorithm 2: with
///     d_k = n sum over 0 <= i <= k of (n + i - 1)! 4^i / ((n - i)! (2 i)!),
///     zeta(s) (1 - 2^(1-s)) = sum over 0 <= k < n of (-1)^k (1 - d_k / d_n) / (k + 1)^s
/// to within 6 (3 + sqrt 8)^-n.
std::array<Real, zeta_end> zeta_values() {
    constexpr int n = 50;
    std::array<Real, n + 1> d;
    Real term = 1;
    Real sum = 0;
    for (int i = 0; i <= n; ++i) {
        sum += term;
        d[static_cast<std::size_t>(i)] = sum;
        term *= Real(4 * (n + i) * (n - i)) / ((2 * i + 1) * (2 * i + 2));
    }
    std::array<Real, zeta_end> values;
    std::array<Real, n> powers; // (-1)^k (1 - d_k / d_n) / (k + 1)^s
    for (int k = 0; k < n; ++k) {
        const Real weight = 1 - d[static_cast<std::size_t>(k)] / d.back();
        powers[static_cast<std::size_t>(k)] = (k % 2 == 0 ? weight : -weight) / (k + 1);
    }
    Real power_of_2 = 1; // 2^(1-s)
    for (std::size_t s = 2; s < zeta_end; ++s) {
        power_of_2 /= 2;
        Real alternating = 0;
        for (int k = n - 1; k >= 0; --k) {
            powers[static_cast<std::size_t>(k)] /= k + 1;
            alternating += powers[static_cast<std::size_t>(k)];
        }
        values[s] = alternating / (1 - power_of_2);
    }
    return values;
}

} // namespace

// The largest terms are about sqrt(x) in size, so that sqrt(x) times their alternating sum, about
// x / log x, loses nothing that counts.
Real logarithmic_integral(const Real& x) {
    if (!(x > 1)) {
        throw std::invalid_argument("li(x) is computed for x above 1");
    }
    const Real euler_gamma("0.577215664901532860606512090082402431042159");
    const Real log_x = log(x);
    Real sum = 0;
    Real odd_reciprocals = 0;
    Real factor = 2; // (-1)^(n-1) log(x)^n / (n! 2^(n-1))
    for (int n = 1; n < 10000; ++n) {
        factor *= log_x / (n == 1 ? 2 : -2 * n);
        if (n % 2 == 1) {
            odd_reciprocals += Real(1) / n;
        }
        const Real term = factor * odd_reciprocals;
        sum += term;
        if (n > log_x && fabs(term) < fabs(sum) * std::numeric_limits<Real>::epsilon() / 8) {
            break;
        }
    }
    return euler_gamma + log(log_x) + sqrt(x) * sum;
}

Real offset_logarithmic_integral(const Real& x) {
    const Real li_of_2("1.045163780117492784844588889194613136522616");
    return x < 2 ? Real(0) : logarithmic_integral(x) - li_of_2;
}

Real riemann_r(const Real& x) {
    if (x < 1) {
        return 0;
    }
    static const std::array<Real, zeta_end> zeta = zeta_values();
    const Real log_x = log(x);
    Real sum = 1;
    Real power = 1; // log(x)^n / n!
    for (std::size_t n = 1; n < 10000; ++n) {
        power *= log_x / n;
        const Real term = n + 1 < zeta_end ? power / (n * zeta[n + 1]) : power / n;
        sum += term;
        if (term < sum * std::numeric_limits<Real>::epsilon() / 8) {
            break;
        }
    }
    return sum;
}

// Newton's method: R'(x) is close to 1 / log x, and R is so smooth that the error shrinks fast.
Real inverse_riemann_r(const Real& n) {
    if (n <= 1) {
        return 2;
    }
    const Real least = 2;
    Real x = n * log(n) + 2;
    for (int step = 0; step < 100; ++step) {
        const Real change = (riemann_r(x) - n) * log(x);
        x = x - change < least ? least : x - change;
        if (fabs(change) <= x * std::numeric_limits<Real>::epsilon() * 4) {
            break;
        }
    }
    return x;
}

int128 rounded_li(uint128 x) {
    return rounded(logarithmic_integral(to_real(x)));
}

int128 rounded_offset_li(uint128 x) {
    return rounded(offset_logarithmic_integral(to_real(x)));
}

int128 rounded_riemann_r(uint128 x) {
    return rounded(riemann_r(to_real(x)));
}

uint128 nth_prime_estimate(uint128 n) {
    return static_cast<uint128>(rounded(inverse_riemann_r(to_real(n))));
}

} // namespace primerank::pi
