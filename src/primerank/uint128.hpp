#pragma once

#include <string>

namespace primerank {

/// The compiler's 128-bit integers, for what does not fit 64 bits; those of 64 bits convert to them
/// by themselves. __extension__ keeps -Wpedantic quiet.
// NOLINTNEXTLINE(modernize-use-using): __extension__ goes with typedef alone.
__extension__ typedef unsigned __int128 uint128;

/// 2^64: intervals may end here, and not beyond.
inline constexpr uint128 largest_stop = uint128{1} << 64;

/// The value in decimal digits.
std::string to_string(uint128 value);

} // namespace primerank
