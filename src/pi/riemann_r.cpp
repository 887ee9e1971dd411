#include "pi/riemann_r.hpp"

#include <array>
#include <limits>

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

} // namespace primerank::pi
