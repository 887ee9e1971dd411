#include "pi/logarithmic_integral.hpp"

#include <limits>
#include <stdexcept>

namespace primerank::pi {

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

} // namespace primerank::pi
