#pragma once

// What kernels_body.hpp uses, to be included before any instruction set is switched on.

#include "numbers/instruction_set.hpp"
#include "numbers/roots.hpp"
#include "numbers/uint128.hpp"
#include "sieve/crossing.hpp"
#include "sieve/emission.hpp"
#include "sieve/kernels.hpp"
#include "sieve/line_layout.hpp"
#include "sieve/line_medium_primes.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/presieve.hpp"
#include "sieve/segment.hpp"
#include "sieve/spoke_tables.hpp"
#include "sieve/wheel.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#if PRIMERANK_X86
#include <immintrin.h>
#elif PRIMERANK_NEON
#include <arm_neon.h>
#endif

namespace primerank::sieve {

/// For all a below 2^31, a / divisor, rounded down, is a factor >> shift. With divisor < 2^l the
/// factor is above 2^(31+l) / divisor by so little that factor divisor = 2^(31+l) + e with e < 2^l:
/// a factor / 2^(31+l) is too large by a e / 2^(31+l) / divisor < 1 / divisor. For 30, e is 14, and
/// that holds up to 2^32.
struct Inverse {
    std::uint32_t factor;
    int shift;
};

constexpr Inverse inverse_of(std::uint32_t divisor) {
    const int shift = 31 + static_cast<int>(std::bit_width(divisor));
    return {static_cast<std::uint32_t>((std::uint64_t{1} << shift) / divisor + 1), shift};
}

} // namespace primerank::sieve
