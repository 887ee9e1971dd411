#include "pi/small_phi.hpp"

#include "pi/count_bits.hpp"

#include <array>

namespace primerank::pi {

// Bit j of entry e stands for 64 e + 1 + 2 j, its high half counts what comes before.
SmallPhi::SmallPhi() : entries_(primorial / 64 + 1, 0xffffffff) {
    constexpr std::array odd_primes = {3U, 5U, 7U, 11U, 13U, 17U};
    for (const std::uint64_t p : odd_primes) {
        for (std::uint64_t i = (p - 1) / 2; i < 32 * entries_.size(); i += p) {
            entries_[i / 32] &= ~(std::uint64_t{1} << (i % 32));
        }
    }
    std::uint64_t count = 0;
    for (std::uint64_t& entry : entries_) {
        const auto here = count_bits(static_cast<std::uint32_t>(entry));
        entry |= count << 32;
        count += here;
    }
}

} // namespace primerank::pi
