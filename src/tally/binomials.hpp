#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::tally {

/// binomials[n][k] = C(n, k) for n <= 9; 0 for k > n.
inline constexpr auto binomials = [] {
    std::array<std::array<std::uint64_t, 10>, 10> rows{};
    for (std::size_t n = 0; n < rows.size(); ++n) {
        rows[n][0] = 1;
        for (std::size_t k = 1; k <= n; ++k) {
            rows[n][k] = rows[n - 1][k - 1] + rows[n - 1][k];
        }
    }
    return rows;
}();

} // namespace primerank::tally
