#pragma once

#include "numbers/serialization.hpp"
#include "numbers/uint128.hpp"

#include <string>

namespace primerank {

/// The integers n with start <= n < stop. Bounds are 128 bits wide because stop may be 2^64 for
/// everything that sieves, and because pi(x) lays its work on an axis longer than that.
struct Interval {
    uint128 start = 0;
    uint128 stop = 0;

    [[nodiscard]] constexpr bool empty() const { return start >= stop; }
    [[nodiscard]] constexpr uint128 width() const { return empty() ? 0 : stop - start; }
    [[nodiscard]] constexpr bool contains(uint128 n) const { return start <= n && n < stop; }

    friend constexpr bool operator==(const Interval&, const Interval&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        serialize_wide(archive, start);
        serialize_wide(archive, stop);
    }
};

/// The largest integer below a bound; 0 for 0. There are as many primes up to it as below the
/// bound.
constexpr uint128 last_below(uint128 bound) {
    return bound == 0 ? 0 : bound - 1;
}

/// "[start, stop)"
std::string to_string(const Interval& interval);

/// The i-th of n adjacent parts of almost equal width: part i starts at start + floor(width i / n).
/// Needs 0 <= i < n and width < 2^96, n < 2^32.
Interval even_part(const Interval& whole, std::uint64_t i, std::uint64_t n);

} // namespace primerank
