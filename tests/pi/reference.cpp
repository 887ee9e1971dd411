#include "pi/reference.hpp"

#include "numbers/roots.hpp"

#include <algorithm>

namespace primerank::pi {

Reference::Reference(std::uint64_t limit, const Character& chi)
    : chi_(chi), pi_(limit + 1), index_(limit + 1), mu_(limit + 1, 1), least_factor_(limit + 1),
      greatest_factor_(limit + 1), primes_(1) {
    for (std::uint64_t n = 2; n <= limit; ++n) {
        pi_[n] = pi_[n - 1];
        index_[n] = index_[n - 1];
        if (least_factor_[n] == 0) {
            pi_[n] += chi_(n);
            ++index_[n];
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
        if (chi_.is_principal()) {
            return static_cast<std::int64_t>(n);
        }
        std::int64_t sum = 0; // over a period it is 0
        for (std::uint64_t m = 1; m <= n % Character::common_period; ++m) {
            sum += chi_(m);
        }
        return sum;
    }
    // Only 1 and primes above p_b are left when n < p_{b+1}^2.
    if (n < pi_.size() && b + 1 < primes_.size()
        && n < std::uint64_t{primes_[b + 1]} * primes_[b + 1]) {
        return n <= primes_[b] ? 1 : 1 + pi(n) - pi(primes_[b]);
    }
    return phi(n, b - 1) - chi_(primes_[b]) * phi(n / primes_[b], b - 1);
}

std::int64_t Reference::phi0(const Parameters& limits) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    std::int64_t sum = phi(x, k);
    for (std::uint64_t m = 2; m <= limits.z; ++m) {
        if (is_leaf(m, primes_[k], limits.y)) {
            sum += mu_[m] * chi_(m) * phi(x / m, k);
        }
    }
    return sum;
}

std::int64_t Reference::a(const Parameters& limits) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    std::int64_t sum = 0;
    for (std::size_t i = index(limits.x_star) + 1; i <= index(limits.cbrt_x); ++i) {
        const std::uint64_t p = primes_[i];
        const std::size_t last = index(integer_sqrt(x / p));
        for (std::size_t j = i + 1; j <= last; ++j) {
            const std::uint64_t q = primes_[j];
            sum += (q <= x / p / limits.y ? 1 : 2) * chi_(p * q) * pi(x / p / q);
        }
    }
    return sum;
}

std::int64_t Reference::b(const Parameters& limits) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    std::int64_t sum = 0;
    for (std::uint64_t p = limits.y + 1; p <= limits.sqrt_x; ++p) {
        sum += least_factor_[p] == p ? chi_(p) * pi(x / p) : 0;
    }
    return sum;
}

std::int64_t Reference::c_and_d(const Parameters& limits, bool hard) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    std::int64_t sum = 0;
    for (std::uint64_t b = k + 1; b <= index(limits.x_star); ++b) {
        const std::uint64_t p = primes_[b];
        for (std::uint64_t m = limits.z / p + 1; m <= limits.z; ++m) {
            if (is_leaf(m, p, limits.y) && (m <= x / p / p / p) == hard) {
                const std::uint64_t n = x / p / m;
                sum -= mu_[m] * chi_(p * m) * (hard ? phi(n, b - 1) : pi(n) - pi(p - 1) + 1);
            }
        }
    }
    return sum;
}

std::int64_t Reference::pairs(std::uint64_t y, std::uint64_t above) const {
    std::int64_t sum = 0;
    for (std::size_t i = index(above) + 1; i <= index(y); ++i) {
        sum += chi_(primes_[i]) * (pi(primes_[i] - 1) - pi(above));
    }
    return sum;
}

std::int64_t Reference::sigma(const Parameters& limits) const {
    const auto x = static_cast<std::uint64_t>(limits.x);
    const std::uint64_t y = limits.y;
    std::int64_t sum = pi(y) - 1 + pairs(limits.sqrt_x, 0) - pairs(y, 0) + pairs(y, limits.x_star);
    for (std::size_t b = index(limits.x_star) + 1; b <= index(limits.cbrt_x); ++b) {
        const std::uint64_t p = primes_[b];
        const std::int64_t before = pi(p - 1);
        const std::int64_t root = pi(integer_sqrt(x / p));
        std::int64_t of_p = -root * root;
        if (b <= index(integer_sqrt(x / y))) {
            of_p += pi(x / p / y) * pi(y) - before * (pi(y) - pi(p));
        } else {
            const std::int64_t n = pi(x / p / p);
            of_p += pi(p) * n - before * (n - pi(p));
        }
        sum += chi_(p) * of_p;
    }
    return sum;
}

PiTerms Reference::terms(const Parameters& limits) const {
    return {a(limits) + c_and_d(limits, false), b(limits), c_and_d(limits, true), phi0(limits),
            sigma(limits)};
}

} // namespace primerank::pi
