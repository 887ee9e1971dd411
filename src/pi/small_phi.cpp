#include "pi/small_phi.hpp"

#include "pi/count_bits.hpp"

#include <array>

namespace primerank::pi {

namespace {

constexpr std::array odd_primes = {3U, 5U, 7U, 11U, 13U, 17U};

} // namespace

// Bit j of entry e stands for 64 e + 1 + 2 j, its high half counts what comes before.
SmallPhi::SmallPhi() : entries_(primorial / 64 + 1, 0xffffffff) {
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

SmallCharacterPhi::SmallCharacterPhi(const Character& chi)
    : of_19_(chi(19)), entries_(period / 64 + 1) {
    std::vector<bool> struck(32 * entries_.size());
    for (const std::uint64_t p : odd_primes) {
        for (std::uint64_t i = (p - 1) / 2; i < struck.size(); i += p) {
            struck[i] = true;
        }
    }
    std::int32_t sum = 0;
    for (std::size_t e = 0; e < entries_.size(); ++e) {
        entries_[e].before = sum;
        for (std::size_t j = 0; j < 32; ++j) {
            const int value = struck[32 * e + j] ? 0 : chi(64 * e + 1 + 2 * j);
            entries_[e].plus |= value > 0 ? 1U << j : 0;
            entries_[e].minus |= value < 0 ? 1U << j : 0;
            sum += value;
        }
    }
}

} // namespace primerank::pi
