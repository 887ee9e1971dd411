#pragma once

#include "pi/wheel.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::pi {

/// What the kernels of select_factors look up: for a mask of eight 16-bit values, the order of
/// bytes that moves the chosen ones to the front, and how many these are.
struct Packings {
    alignas(16) std::array<std::array<std::uint8_t, 16>, 256> order{};
    std::array<std::uint8_t, 256> count{};
};

inline constexpr Packings packings = [] {
    Packings table;
    for (std::size_t mask = 0; mask < 256; ++mask) {
        std::size_t n = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            if ((mask >> i & 1) != 0) {
                table.order[mask][2 * n] = static_cast<std::uint8_t>(2 * i);
                table.order[mask][2 * n + 1] = static_cast<std::uint8_t>(2 * i + 1);
                ++n;
            }
        }
        table.count[mask] = static_cast<std::uint8_t>(n);
    }
    return table;
}();

/// One bit for each of the 32 places in a turn of 120 numbers that is at most r < 120.
constexpr std::uint32_t places_up_to(std::uint64_t r) {
    const auto places = static_cast<unsigned>(8 * (r / 30)) + wheel_counts[r % 30];
    return places == 32 ? ~0U : (1U << places) - 1;
}

} // namespace primerank::pi
