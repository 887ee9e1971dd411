#pragma once

#include "numbers/uint128.hpp"

namespace primerank {

/// floor(sqrt(n)), exact for every n.
std::uint64_t integer_sqrt(uint128 n);

/// floor(cbrt(n)), exact for every n.
std::uint64_t integer_cbrt(uint128 n);

} // namespace primerank
