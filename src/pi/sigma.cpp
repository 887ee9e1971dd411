#include "pi/sigma.hpp"

#include "numbers/roots.hpp"

namespace primerank::pi {

int128 sigma(const Tables& tables, std::uint64_t primes_up_to_sqrt_x) {
    const Parameters& limits = tables.parameters;
    const auto pi = [&](uint128 n) {
        return static_cast<int128>(tables.pi(static_cast<std::uint64_t>(n)));
    };
    const auto pairs = [](int128 n) { return n * (n - 1) / 2; };
    const int128 a = tables.a;
    const int128 d = tables.d;
    int128 result = a - 1 + pairs(primes_up_to_sqrt_x) - pairs(a) + pairs(a - d);
    for (std::uint64_t i = tables.d + 1; i <= tables.b3; ++i) {
        const std::uint64_t p = tables.prime(i);
        const uint128 x_over_p = limits.x / p;
        const int128 b = i;
        const int128 root = pi(integer_sqrt(x_over_p));
        result -= root * root;
        if (i <= tables.c) {
            result += pi(x_over_p / limits.y) * a + (1 - b) * (a - b);
        } else {
            const int128 pi_over_p2 = pi(x_over_p / p);
            result += b * pi_over_p2 + (1 - b) * (pi_over_p2 - b);
        }
    }
    return result;
}

} // namespace primerank::pi
