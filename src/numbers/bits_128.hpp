#pragma once

#include "numbers/uint128.hpp"

#include <bit>

namespace primerank {

/// As those of <bit>, which in strict C++20 are not for 128 bits.
constexpr int bit_width(uint128 x) {
    const auto high = static_cast<std::uint64_t>(x >> 64);
    return high != 0 ? 64 + static_cast<int>(std::bit_width(high))
                     : static_cast<int>(std::bit_width(static_cast<std::uint64_t>(x)));
}

constexpr int countr_zero(uint128 x) {
    const auto low = static_cast<std::uint64_t>(x);
    return low != 0 ? std::countr_zero(low)
                    : 64 + std::countr_zero(static_cast<std::uint64_t>(x >> 64));
}

} // namespace primerank
