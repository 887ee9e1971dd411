#pragma once

#include "numbers/uint128.hpp"

#include <gmpxx.h>

namespace primerank {

inline mpz_class to_mpz(uint128 n) {
    return mpz_class(to_string(n));
}

inline uint128 from_mpz(const mpz_class& n) {
    return parse_uint128(n.get_str());
}

} // namespace primerank
