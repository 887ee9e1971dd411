#include "pi/sigma.hpp"

#include "numbers/roots.hpp"

namespace primerank::pi {

int128 sigma(const CharacterTables& of, const RootCounts& root) {
    const Tables& tables = of.tables;
    const Parameters& limits = tables.parameters;
    const auto pi = [&](uint128 n) {
        return static_cast<int128>(of.pi(static_cast<std::uint64_t>(n)));
    };
    const auto primes = [&](std::uint64_t n) {
        return static_cast<int128>(tables.pi(n)) - static_cast<int128>(of.chi.zeros_up_to(n));
    };
    const auto pairs = [](int128 sum, int128 number) { return (sum * sum - number) / 2; };
    const int128 pi_y = pi(limits.y);
    const int128 primes_y = primes(limits.y);
    int128 result = pi_y - 1 + pairs(root.of_chi, root.primes) - pairs(pi_y, primes_y)
                    + pairs(pi_y - pi(limits.x_star), primes_y - primes(limits.x_star));
    for (std::uint64_t b = tables.d + 1; b <= tables.b3; ++b) {
        const std::uint64_t p = tables.prime(b);
        const uint128 x_over_p = limits.x / p;
        const int128 before = pi(p - 1);
        const int128 of_root = pi(integer_sqrt(x_over_p));
        int128 of_p = -of_root * of_root;
        if (b <= tables.c) {
            of_p += pi(x_over_p / limits.y) * pi_y - before * (pi_y - pi(p));
        } else {
            const int128 pi_over_p2 = pi(x_over_p / p);
            of_p += pi(p) * pi_over_p2 - before * (pi_over_p2 - pi(p));
        }
        result += of.chi(p) * of_p;
    }
    return result;
}

} // namespace primerank::pi
