#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// Residue lines: a stretch of the number line that begins at 210 A, taken apart by residues modulo
/// 210 = 2 3 5 7. Bit i of the line of residue r stands for 210 (A + i) + r, so that the multiples
/// of a prime p > 7 are every p-th bit of every line: a wheel without a wheel.
inline constexpr std::uint32_t line_modulus = 210;

/// Residues that 2, 3, 5 and 7 leave.
inline constexpr std::size_t line_count = 48;

/// The longest line: it leaves room in a 32 KB first-level cache for the lists and the primes that
/// go through it meanwhile.
inline constexpr std::size_t max_line_bytes = std::size_t{28} * 1024;

inline constexpr std::array<std::uint8_t, line_count> line_residues = [] {
    std::array<std::uint8_t, line_count> residues{};
    std::size_t filled = 0;
    for (std::uint8_t r = 1; r < line_modulus; r += 2) {
        if (r % 3 != 0 && r % 5 != 0 && r % 7 != 0) {
            residues[filled++] = r;
        }
    }
    return residues;
}();

/// From the residue of the line before to that of a line, in steps of 2; 0 for the first.
inline constexpr std::array<std::uint8_t, line_count> line_steps = [] {
    std::array<std::uint8_t, line_count> steps{};
    for (std::size_t line = 1; line < line_count; ++line) {
        const int gap = line_residues[line] - line_residues[line - 1];
        steps[line] = static_cast<std::uint8_t>(gap / 2);
    }
    return steps;
}();

/// The inverse of 210 modulo m, which is coprime to 210 and below 2^23: (m t + 1) / 210 with
/// t = -1 / m mod 210.
constexpr std::uint32_t inverse_of_210(std::uint32_t m) {
    constexpr std::array<std::uint8_t, line_modulus> minus_inverse = [] {
        std::array<std::uint8_t, line_modulus> table{};
        for (const std::uint32_t r : line_residues) {
            while ((r * table[r] + 1) % line_modulus != 0) {
                ++table[r];
            }
        }
        return table;
    }();
    return (m * minus_inverse[m % line_modulus] + 1) / line_modulus;
}

} // namespace primerank::sieve
