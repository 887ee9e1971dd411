#include "pi/tables.hpp"

#include "numbers/roots.hpp"

#include <algorithm>

namespace primerank::pi {
namespace {

/// Sieves end a little beyond their range, at the border of a block.
constexpr std::uint64_t margin = 4096;

/// Prime leaves m <= min(y, x / p^3) with p > sqrt(z), the primes p <= x^(1/3), sieving primes.
std::uint64_t largest_listed_prime(const Parameters& p) {
    const std::uint64_t root_z = integer_sqrt(p.z);
    const auto longest_leaf =
        static_cast<std::uint64_t>(std::min(uint128{p.y}, p.x / root_z / root_z / root_z));
    return margin
           + std::max({longest_leaf, p.cbrt_x, integer_sqrt(p.x_over_y), integer_sqrt(p.sqrt_x)});
}

std::vector<std::uint32_t> list_primes(const PiTable& pi, std::uint64_t last) {
    last = std::min<std::uint64_t>({last, pi.limit(), 0xffffffff});
    std::vector<std::uint32_t> primes;
    primes.reserve(pi(last) + 1);
    primes.push_back(0);
    pi.for_each_prime(last,
                      [&](std::uint64_t p) { primes.push_back(static_cast<std::uint32_t>(p)); });
    return primes;
}

} // namespace

Tables::Tables(const Parameters& p, const Builders& builders)
    : parameters(p), kernels(primerank::pi::kernels(p.options.set)),
      patterns(p.options.pattern_limit), pi(largest_argument_of_pi(p), kernels, patterns, builders),
      primes(list_primes(pi, largest_listed_prime(p))), factors(p.y, p.z, pi, builders), a(pi(p.y)),
      bz(pi(integer_sqrt(p.z))), d(pi(p.x_star)), c(pi(integer_sqrt(p.x_over_y))),
      b3(pi(p.cbrt_x)) {}

std::uint64_t Tables::bytes(const Parameters& p) {
    return PiTable::bytes(largest_argument_of_pi(p)) + FactorTable::bytes(p.z)
           + bytes_of_listed_primes(p);
}

std::uint64_t Tables::bytes_of_listed_primes(const Parameters& p) {
    return at_least_pi(largest_listed_prime(p)) * sizeof(std::uint32_t);
}

std::uint64_t Tables::largest_argument_of_pi(const Parameters& p) {
    return margin
           + std::max({p.y, integer_sqrt(p.x / p.x_star), integer_sqrt(p.x_over_y), p.cbrt_x,
                       static_cast<std::uint64_t>(p.x / p.x_star / p.y)});
}

} // namespace primerank::pi
