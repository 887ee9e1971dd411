#include "pi/logarithmic_integral.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

namespace primerank::pi {
namespace {

constexpr long double euler_gamma = 0.577215664901532860606512090082402431L;
constexpr long double li_of_2 = 1.045163780117492784844588889194613137L;

} // namespace

// The largest terms are about sqrt(x) in size, so that sqrt(x) times their alternating sum, about
// x / log x, loses nothing that counts.
long double logarithmic_integral(long double x) {
    if (!(x > 1)) {
        throw std::invalid_argument("li(x) is computed for x above 1");
    }
    const long double log_x = std::log(x);
    long double sum = 0;
    long double odd_reciprocals = 0;
    long double factor = 2; // (-1)^(n-1) log(x)^n / (n! 2^(n-1))
    for (int n = 1; n < 10000; ++n) {
        factor *= (n == 1 ? 1 : -1) * log_x / (2 * static_cast<long double>(n));
        if (n % 2 == 1) {
            odd_reciprocals += 1 / static_cast<long double>(n);
        }
        const long double term = factor * odd_reciprocals;
        sum += term;
        if (static_cast<long double>(n) > log_x
            && std::fabs(term) < std::fabs(sum) * std::numeric_limits<long double>::epsilon() / 8) {
            break;
        }
    }
    return euler_gamma + std::log(log_x) + std::sqrt(x) * sum;
}

long double offset_logarithmic_integral(long double x) {
    return x < 2 ? 0 : logarithmic_integral(x) - li_of_2;
}

} // namespace primerank::pi
