#pragma once

#include <algorithm>
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

/// n modulo p, for n from -p to p - 1: a number below 0 is a large one, and adding p makes it the
/// smaller one.
constexpr std::uint32_t modulo(std::uint32_t n, std::uint32_t p) {
    return std::min(n, n + p);
}

/// r -> -1 / r modulo 210, for the residues of lines
inline constexpr std::array<std::uint8_t, line_modulus> minus_inverses = [] {
    std::array<std::uint8_t, line_modulus> table{};
    for (const std::uint32_t r : line_residues) {
        while ((r * table[r] + 1) % line_modulus != 0) {
            ++table[r];
        }
    }
    return table;
}();

/// The inverse of 210 modulo m, which is coprime to 210 and below 2^23: (m t + 1) / 210 with
/// t = -1 / m mod 210.
constexpr std::uint32_t inverse_of_210(std::uint32_t m) {
    return (m * minus_inverses[m % line_modulus] + 1) / line_modulus;
}

// A prime p > 7 divides 210 (A + i) + r for i = -A - r / 210 modulo p. So the first such i >= 0 of
// a line moves on by -2 / 210 modulo p when r grows by 2, whatever the prime's residue is: by a
// subtraction, and no table.

/// The bit of the first multiple in the line of residue 1, where the stretch begins at 210 start;
/// inverse is inverse_of_210(prime).
constexpr std::uint32_t first_in_line(std::uint32_t prime, std::uint32_t inverse,
                                      std::uint64_t start) {
    const auto offset = static_cast<std::uint32_t>(start % prime);
    return modulo(prime - offset - inverse, prime);
}

/// By how much that goes back when the residue grows by 2.
constexpr std::uint32_t line_step(std::uint32_t prime) {
    return modulo(2 * inverse_of_210(prime) - prime, prime);
}

/// By how much it goes back from the line of residue 209 of one stretch to that of residue 1 of the
/// next: one such step to 211, which is residue 1 at A + 1, and line_bits - 1 bits from there.
constexpr std::uint32_t line_turn(std::uint32_t prime, std::uint32_t line_bits) {
    return (line_bits - 1 + line_step(prime)) % prime;
}

} // namespace primerank::sieve
