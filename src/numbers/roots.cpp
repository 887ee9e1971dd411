#include "numbers/roots.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace primerank {

// Floating point gives an estimate that is off by a few units at most; the loops make it exact.

std::uint64_t integer_sqrt(uint128 n) {
    constexpr std::uint64_t largest = std::numeric_limits<std::uint64_t>::max();
    const long double estimate = std::sqrt(static_cast<long double>(n));
    std::uint64_t root = estimate >= 0x1p64L ? largest : static_cast<std::uint64_t>(estimate);
    while (uint128{root} * root > n) {
        --root;
    }
    while (root < largest && uint128{root + 1} * (root + 1) <= n) {
        ++root;
    }
    return root;
}

std::uint64_t integer_cbrt(uint128 n) {
    constexpr std::uint64_t largest = 6'981'463'658'331; // floor(cbrt(2^128 - 1))
    const long double estimate = std::cbrt(static_cast<long double>(n));
    std::uint64_t root = std::min(largest, static_cast<std::uint64_t>(estimate));
    while (uint128{root} * root * root > n) {
        --root;
    }
    while (root < largest && uint128{root + 1} * (root + 1) * (root + 1) <= n) {
        ++root;
    }
    return root;
}

} // namespace primerank
