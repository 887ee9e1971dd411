#include "pi/reference.hpp"

#include "numbers/roots.hpp"

#include <algorithm>

namespace primerank::pi {

Reference::Reference(std::uint64_t limit)
    : pi_(limit + 1), mu_(limit + 1, 1), least_factor_(limit + 1), greatest_factor_(limit + 1),
      primes_(1) {
    for (std::uint64_t n = 2; n <= limit; ++n) {
        pi_[n] = pi_[n - 1];
        if (least_factor_[n] == 0) {
            ++pi_[n];
            primes_.push_back(static_cast<std::uint32_t>(n));
            for (std::uint64_t m = n; m <= limit; m += n) {
                least_factor_[m] =
                    least_factor_[m] == 0 ? static_cast<std::uint32_t>(n) : least_factor_[m];
                greatest_factor_[m] = static_cast<std::uint32_t>(n);
                mu_[m] = m / n % n == 0 ? 0 : -mu_[m];
            }
        }
    }
}

std::int64_t Reference::phi(std::uint64_t n, std::uint64_t b) const {
    if (b == 0 || n == 0) {
        return static_cast<std::int64_t>(n);
    }
    // Only 1 and primes above p_b are left when n < p_{b+1}^2.
    if (n < pi_.size() && b + 1 < primes_.size()
        && n < std::uint64_t{primes_[b + 1]} * primes_[b + 1]) {
        return std::max<std::int64_t>(1, pi(n) - static_cast<std::int64_t>(b) + 1);
    }
    return phi(n, b - 1) - phi(n / primes_[b], b - 1);
}

std::int64_t Reference::phi0(const Parameters& limits) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    std::int64_t sum = phi(x, k);
    for (std::uint64_t m = 2; m <= limits.z; ++m) {
        if (is_leaf(m, primes_[k], limits.y)) {
            sum += mu_[m] * phi(x / m, k);
        }
    }
    return sum;
}

std::int64_t Reference::a(const Parameters& limits) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    std::int64_t sum = 0;
    for (std::int64_t i = pi(limits.x_star) + 1; i <= pi(limits.cbrt_x); ++i) {
        const std::uint64_t p = primes_[static_cast<std::size_t>(i)];
        const std::int64_t last = pi(integer_sqrt(x / p));
        for (std::int64_t j = i + 1; j <= last; ++j) {
            const std::uint64_t q = primes_[static_cast<std::size_t>(j)];
            sum += (q <= x / p / limits.y ? 1 : 2) * pi(x / p / q);
        }
    }
    return sum;
}

std::int64_t Reference::b(const Parameters& limits) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    std::int64_t sum = 0;
    for (std::uint64_t p = limits.y + 1; p <= limits.sqrt_x; ++p) {
        sum += least_factor_[p] == p ? pi(x / p) : 0;
    }
    return sum;
}

std::int64_t Reference::c_and_d(const Parameters& limits, bool hard) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    std::int64_t sum = 0;
    for (std::int64_t b = k + 1; b <= pi(limits.x_star); ++b) {
        const std::uint64_t p = primes_[static_cast<std::size_t>(b)];
        for (std::uint64_t m = limits.z / p + 1; m <= limits.z; ++m) {
            if (is_leaf(m, p, limits.y) && (m <= x / p / p / p) == hard) {
                const std::uint64_t n = x / p / m;
                sum -= mu_[m] * (hard ? phi(n, static_cast<std::uint64_t>(b - 1)) : pi(n) - b + 2);
            }
        }
    }
    return sum;
}

std::int64_t Reference::sigma(const Parameters& limits) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    const std::uint64_t y = limits.y;
    const std::int64_t a = pi(y);
    const std::int64_t d = pi(limits.x_star);
    const std::int64_t s = pi(limits.sqrt_x);
    std::int64_t sum = a - 1 + s * (s - 1) / 2 - a * (a - 1) / 2 + (a - d) * (a - d - 1) / 2;
    for (std::int64_t b = d + 1; b <= pi(limits.cbrt_x); ++b) {
        const std::uint64_t p = primes_[static_cast<std::size_t>(b)];
        const std::int64_t root = pi(integer_sqrt(x / p));
        sum -= root * root;
        if (b <= pi(integer_sqrt(x / y))) {
            sum += pi(x / p / y) * a + (1 - b) * (a - b);
        } else {
            const std::int64_t n = pi(x / p / p);
            sum += b * n + (1 - b) * (n - b);
        }
    }
    return sum;
}

PiTerms Reference::terms(const Parameters& limits) const {
    return {a(limits) + c_and_d(limits, false), b(limits), c_and_d(limits, true), phi0(limits),
            sigma(limits)};
}

} // namespace primerank::pi
