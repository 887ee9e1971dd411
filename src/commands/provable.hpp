#pragma once

#include "numbers/uint128.hpp"

#include <string_view>

namespace primerank::commands {

/// A number up to `largest`, written as bounds are, of which it can be proven whether it is prime.
/// Throws std::invalid_argument.
uint128 parse_provable(std::string_view text, uint128 largest = proven_limit - 1);

/// Throws the std::invalid_argument that says where proofs end.
[[noreturn]] void refuse_unproven();

} // namespace primerank::commands
