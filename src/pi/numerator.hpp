#pragma once

#include "numbers/uint128.hpp"

#include <cstdint>

namespace primerank::pi {

/// A dividend of up to 128 bits, as exact division by way of double precision wants it.
/// For a divisor m < 2^53 and a quotient below 2^51, (double) a / (double) m is off by less than 1,
/// so q = trunc of it is right or off by one; the remainder a - q m lies in (-m, 2 m), and its low
/// 64 bits, read as signed, tell which of the three cases it is.
struct Numerator {
    double approximate = 0;
    std::uint64_t low_bits = 0;

    Numerator() = default;
    explicit Numerator(uint128 a)
        : approximate(static_cast<double>(a)), low_bits(static_cast<std::uint64_t>(a)) {}
};

/// floor(a / m) for a quotient below 2^51 and m < 2^53.
inline std::uint64_t quotient(const Numerator& a, std::uint64_t m) {
    auto q = static_cast<std::int64_t>(a.approximate / static_cast<double>(m));
    const auto remainder =
        static_cast<std::int64_t>(a.low_bits - static_cast<std::uint64_t>(q) * m);
    if (remainder < 0) {
        --q;
    } else if (static_cast<std::uint64_t>(remainder) >= m) {
        ++q;
    }
    return static_cast<std::uint64_t>(q);
}

/// min(floor(a / m), cap) for cap < 2^50 and any quotient.
inline std::uint64_t capped_quotient(const Numerator& a, std::uint64_t m, std::uint64_t cap) {
    if (a.approximate / static_cast<double>(m) >= static_cast<double>(cap) + 2) {
        return cap;
    }
    const std::uint64_t q = quotient(a, m);
    return q < cap ? q : cap;
}

} // namespace primerank::pi
