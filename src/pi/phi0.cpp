#include "pi/phi0.hpp"

#include "sieve/segment.hpp"

namespace primerank::pi {

int128 OrdinaryLeaves::sum(std::uint64_t lo, std::uint64_t hi) const {
    const uint128 x = tables_.parameters.x;
    const std::uint16_t* const entries = tables_.factors.entries();
    int128 result = lo == 0 && hi > 0 ? static_cast<int128>(phi_(x)) : 0;
    for (std::uint64_t i = lo / 30 * 8; i < hi / 30 * 8; ++i) {
        if (entries[i] >> 1 > k) {
            const std::uint64_t m = 30 * (i / 8) + sieve::wheel_residues[i % 8];
            const uint128 quotient = x >> 64 == 0 ? static_cast<std::uint64_t>(x) / m : x / m;
            const auto value = static_cast<int128>(phi_(quotient));
            result += (entries[i] & 1) != 0 ? -value : value;
        }
    }
    return result;
}

} // namespace primerank::pi
