#include "pi/riemann_r.hpp"

#include <array>
#include <cmath>
#include <limits>

namespace primerank::pi {
namespace {

/// zeta(s) for s = 2, 3 ...: what is 1 in long double beyond the table's end.
/// Summed from small to large: n^-s for n up to 2^6, and Euler and Maclaurin's terms for the rest.
long double zeta(int s) {
    constexpr int n = 64;
    const long double order = s;
    const long double tail = std::pow(static_cast<long double>(n), -order);
    // integral + half the last term + B_2 / 2! f' + B_4 / 4! f'''
    long double sum = tail * n / (order - 1) + tail / 2 + order * tail / (12 * n)
                      - order * (order + 1) * (order + 2) * tail / (720.0L * n * n * n)
                      + order * (order + 1) * (order + 2) * (order + 3) * (order + 4) * tail
                            / (30240.0L * n * n * n * n * n);
    for (int i = n - 1; i >= 1; --i) {
        sum += std::pow(static_cast<long double>(i), -order);
    }
    return sum;
}

const std::array<long double, 128>& zeta_values() {
    static const std::array<long double, 128> values = [] {
        std::array<long double, 128> table{};
        for (int s = 2; s < 128; ++s) {
            table[static_cast<std::size_t>(s)] = zeta(s);
        }
        return table;
    }();
    return values;
}

} // namespace

long double riemann_r(long double x) {
    if (x < 1) {
        return 0;
    }
    const long double log_x = std::log(x);
    long double sum = 1;
    long double power = 1; // log(x)^n / n!
    for (int n = 1; n < 10000; ++n) {
        power *= log_x / static_cast<long double>(n);
        const auto s = static_cast<std::size_t>(n) + 1;
        const long double of_zeta = s < zeta_values().size() ? zeta_values()[s] : 1;
        const long double term = power / (static_cast<long double>(n) * of_zeta);
        sum += term;
        if (term < sum * std::numeric_limits<long double>::epsilon() / 8) {
            break;
        }
    }
    return sum;
}

// Newton's method: R'(x) is close to 1 / log x, and R is so smooth that each step squares the
// error.
long double inverse_riemann_r(long double n) {
    if (n <= 1) {
        return 2;
    }
    long double x = n * std::log(n) + 2;
    for (int step = 0; step < 100; ++step) {
        const long double change = (riemann_r(x) - n) * std::log(x);
        x = std::fmax(x - change, 2.0L);
        if (std::fabs(change) <= x * std::numeric_limits<long double>::epsilon() * 4) {
            break;
        }
    }
    return x;
}

} // namespace primerank::pi
