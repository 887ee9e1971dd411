#pragma once

#include "sieve/wheel.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// The spokes of the wheel of 210 for one class, as VPERMB and TBL look them up.
struct alignas(64) SpokeTables {
    std::array<std::uint8_t, 64> bits{}, masks{}, gaps{}, carries{}, next{};
};

inline constexpr std::array<SpokeTables, 8> spoke_tables = [] {
    std::array<SpokeTables, 8> tables{};
    for (std::size_t c = 0; c < 8; ++c) {
        for (std::size_t i = 0; i < wheel<210>.states; ++i) {
            const Spoke& spoke = wheel<210>.spokes[c][i];
            tables[c].bits[i] = spoke.bit;
            tables[c].masks[i] = spoke.mask;
            tables[c].gaps[i] = spoke.gap;
            tables[c].carries[i] = spoke.carry;
            tables[c].next[i] = spoke.next;
        }
    }
    return tables;
}();

} // namespace primerank::sieve
