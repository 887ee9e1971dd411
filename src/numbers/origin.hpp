#pragma once

#include "numbers/interval.hpp"

#include <compare>
#include <cstdint>

namespace primerank {

/// Enumerations count their numbers from an origin, in 64 bits: that of an interval up to 2^64 is
/// 0, and of one that ends beyond, its start rounded down to a multiple of this. As a multiple of
/// 30, of 2310 and of the width of a list's cells, it leaves wheels, lines and cells where they
/// are.
inline constexpr std::uint64_t origin_grain = std::uint64_t{2310} << 17;

/// The origin of a question about this interval; of all its parts, such as shards, the same.
constexpr uint128 origin_of(const Interval& whole) {
    return whole.stop <= two_to_the_64 ? 0 : whole.start - whole.start % origin_grain;
}

/// Where an interval lies from an origin, at or below its start.
constexpr Interval counted_from(uint128 origin, const Interval& interval) {
    return {interval.start - origin, interval.stop - origin};
}

/// A number counted from an origin. It is told in no other way than by what it stands for: with no
/// origin at hand nobody can print it.
struct Offset {
    std::uint64_t value = 0;

    constexpr Offset() = default;
    constexpr Offset(std::uint64_t number) : value(number) {}

    [[nodiscard]] constexpr uint128 from(uint128 origin) const { return origin + value; }

    friend constexpr bool operator==(const Offset&, const Offset&) = default;
    friend constexpr auto operator<=>(const Offset& left, const Offset& right) {
        return left.value <=> right.value;
    }
};

} // namespace primerank
