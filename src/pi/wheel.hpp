#pragma once

#include "sieve/segment.hpp"

#include <array>
#include <cstdint>

/// Multiples of a prime p > 5 in a bitmap that keeps 30 numbers a byte (sieve/segment.hpp): only
/// p c with c coprime to 30 has a bit. Walking c through the residues r_0 = 1, r_1 = 7 ... of a
/// turn of the wheel, p c moves by p (r_{i+1} - r_i). With p = 30 a + r that is
///     a (r_{i+1} - r_i)   bytes, and   floor((p c mod 30 + r (r_{i+1} - r_i)) / 30)   carried,
/// where p c mod 30 depends on r and i alone.
namespace primerank::pi {

inline constexpr std::array<std::uint8_t, 8> wheel_gaps = {6, 4, 2, 4, 2, 4, 6, 2};

struct WheelSteps {
    std::array<std::array<std::uint8_t, 8>, 8> bit{};   ///< [class of p][i]: bit of p c in its byte
    std::array<std::array<std::uint8_t, 8>, 8> carry{}; ///< [class of p][i]: bytes carried
};

inline constexpr WheelSteps wheel_steps = [] {
    WheelSteps steps;
    for (std::size_t r = 0; r < 8; ++r) {
        for (std::size_t i = 0; i < 8; ++i) {
            const unsigned p = sieve::wheel_residues[r];
            const unsigned residue = p * sieve::wheel_residues[i] % 30;
            steps.bit[r][i] = sieve::wheel_bits[residue];
            steps.carry[r][i] = static_cast<std::uint8_t>((residue + p * wheel_gaps[i]) / 30);
        }
    }
    return steps;
}();

/// The next multiple of p: its byte in the current bitmap and where its cofactor stands.
template <class Byte>
struct BasicWheelCursor {
    Byte byte = 0;
    std::uint8_t index = 0; ///< of the cofactor's residue
    std::uint8_t p_class = 0;
};

using WheelCursor = BasicWheelCursor<std::uint32_t>;

/// The first multiple n c of n (coprime to 30) with n c >= low, c >= 1 coprime to 30, in the bitmap
/// that begins at low, a multiple of 30. Byte must have room for n / 4.
template <class Byte = std::uint32_t>
inline BasicWheelCursor<Byte> first_multiple(std::uint64_t n, std::uint64_t low) {
    std::uint64_t c = low == 0 ? 1 : (low + n - 1) / n;
    while (sieve::wheel_bits[c % 30] == 8) {
        ++c;
    }
    return {static_cast<Byte>((n * c - low) / 30), sieve::wheel_bits[c % 30],
            sieve::wheel_bits[n % 30]};
}

/// The number of residues coprime to 30 that are at most r.
inline constexpr std::array<std::uint8_t, 30> wheel_counts = [] {
    std::array<std::uint8_t, 30> counts{};
    std::uint8_t seen = 0;
    for (std::size_t r = 0; r < 30; ++r) {
        seen = static_cast<std::uint8_t>(seen + (sieve::wheel_bits[r] < 8));
        counts[r] = seen;
    }
    return counts;
}();

/// For each bit of 64 in a row, how far its number lies behind the first byte's multiple of 30.
inline constexpr std::array<std::uint8_t, 64> wheel_offsets = [] {
    std::array<std::uint8_t, 64> offsets{};
    for (std::size_t i = 0; i < 64; ++i) {
        offsets[i] = static_cast<std::uint8_t>(30 * (i / 8) + sieve::wheel_residues[i % 8]);
    }
    return offsets;
}();

} // namespace primerank::pi
