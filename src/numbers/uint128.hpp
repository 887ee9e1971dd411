#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace primerank {

/// The one alias for the compiler's 128-bit integers; __extension__ keeps -Wpedantic quiet.
// NOLINTBEGIN(modernize-use-using): __extension__ goes with typedef alone.
__extension__ typedef unsigned __int128 uint128;
__extension__ typedef __int128 int128;
// NOLINTEND(modernize-use-using)

/// 2^64, which does not fit 64 bits.
inline constexpr uint128 two_to_the_64 = uint128{1} << 64;

/// Below 3317044064679887385961981 primality is proven; see numbers/primality.hpp.
inline constexpr uint128 proven_limit =
    uint128{3'317'044'064'679} * 1'000'000'000'000 + 887'385'961'981;

/// n modulo m, by divisions of 64 bits where these do.
constexpr std::uint32_t wide_remainder(uint128 n, std::uint32_t m) {
    const auto high = static_cast<std::uint64_t>(n >> 64);
    const auto low = static_cast<std::uint64_t>(n);
    if (high == 0) {
        return static_cast<std::uint32_t>(low % m);
    }
    const std::uint64_t upper = (high % m << 32 | low >> 32) % m;
    return static_cast<std::uint32_t>((upper << 32 | (low & 0xffff'ffff)) % m);
}

/// The value in decimal digits.
// NOLINTNEXTLINE(readability-redundant-declaration): a program is promised it without this header.
std::string to_string(uint128 value);
std::string to_string(int128 value);

/// The value of a string of decimal digits and nothing else.
/// Throws std::invalid_argument for any other character, an empty text or a value of 2^128 or more.
uint128 parse_uint128(std::string_view digits);

} // namespace primerank
