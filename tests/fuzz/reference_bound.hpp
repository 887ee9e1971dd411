#pragma once

#include "numbers/uint128.hpp"

#include <optional>
#include <string_view>

namespace primerank::fuzz {

/// What a bound's terms come to, exactly; nothing for what is no bound.
struct ReferenceSum {
    uint128 added = 0;
    uint128 subtracted = 0;
    bool whole = true; ///< no term was a fraction
};

/// numbers/bound.hpp once more: slowly, by cutting the text to pieces, with decimals of any length.
/// What is 2^128 or more, or sums up to it, is 2^128 - 1. Terms are rounded down to multiples of
/// 1 / unit.
std::optional<ReferenceSum> reference_sum(std::string_view text, bool with_sign, uint128 unit = 1);

std::optional<uint128> reference_bound(std::string_view text, uint128 largest);

} // namespace primerank::fuzz
