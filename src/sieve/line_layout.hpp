#pragma once

#include "numbers/uint128.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>

namespace primerank::sieve {

/// Residue lines: a stretch of the number line that begins at M A, taken apart by residues modulo
/// M = 210 = 2 3 5 7 or M = 2310 = 2 3 5 7 11. Bit i of the line of residue r stands for
/// M (A + i) + r, so that the multiples of a prime p coprime to M are every p-th bit of every line:
/// a wheel without a wheel. Residues that have a divisor in common with M have no line.
template <std::uint32_t modulus>
struct LineTables {
    static_assert(modulus == 210 || modulus == 2310);

    static constexpr std::size_t count = modulus == 210 ? 48 : 480;

    std::array<std::uint16_t, count> residues{};
    std::array<std::uint8_t, count> steps{};             ///< LineLayout::steps
    std::array<std::uint16_t, modulus> minus_inverses{}; ///< r -> -1 / r modulo M, for residues

    constexpr LineTables() {
        std::size_t filled = 0;
        for (std::uint32_t r = 1; r < modulus; r += 2) {
            if (std::gcd(r, modulus) == 1) {
                steps[filled] =
                    static_cast<std::uint8_t>(filled == 0 ? 0 : (r - residues[filled - 1]) / 2);
                residues[filled++] = static_cast<std::uint16_t>(r);
            }
        }
        for (const std::uint32_t r : residues) {
            minus_inverses[r] = static_cast<std::uint16_t>(modulus - power(r));
        }
    }

  private:
    /// The inverse of r modulo M: r^60 = 1, since 60 is a multiple of p - 1 for p = 2, 3, 5, 7, 11.
    static constexpr std::uint32_t power(std::uint32_t r) {
        std::uint32_t product = 1;
        for (int i = 0; i < 59; ++i) {
            product = product * r % modulus;
        }
        return product;
    }
};

template <std::uint32_t modulus>
inline constexpr LineTables<modulus> line_tables{};

/// The inverse of M modulo m, which is coprime to M and below 2^32 / M: (m t + 1) / M with
/// t = -1 / m mod M.
template <std::uint32_t modulus>
constexpr std::uint32_t inverse_modulo(std::uint32_t m) {
    return (m * line_tables<modulus>.minus_inverses[m % modulus] + 1) / modulus;
}

/// M, and what follows from it. Other floors have layouts of their own, with other M, multiples of
/// 30 without a prime divisor above 11 up to 2310, and with lines of some residues from 1 on.
struct LineLayout {
    std::uint32_t modulus;
    std::span<const std::uint16_t> residues; ///< of the lines, ascending
    std::span<const std::uint8_t> steps;     ///< to each from the one before, by 2; 0 for the first
    std::span<const std::uint16_t> minus_inverses; ///< r -> -1 / r modulo M, for r coprime to M

    /// The inverse of the modulus modulo m, which is coprime to it and below 2^32 / modulus.
    [[nodiscard]] constexpr std::uint32_t inverse(std::uint32_t m) const {
        switch (modulus) { // division by a constant is faster
        case 210:
            return inverse_modulo<210>(m);
        case 2310:
            return inverse_modulo<2310>(m);
        default:
            return (m * minus_inverses[m % modulus] + 1) / modulus;
        }
    }

    /// Bytes of a segment that stand for as many numbers as a bit of all lines together.
    [[nodiscard]] constexpr std::uint32_t bytes() const { return modulus / 30; }

    /// 1 or 11 times as many as 2, 3, 5 and 7 leave lines.
    [[nodiscard]] constexpr std::uint32_t blocks() const { return modulus / 210; }
};

template <std::uint32_t modulus>
inline constexpr LineLayout lines_of{modulus, line_tables<modulus>.residues,
                                     line_tables<modulus>.steps,
                                     line_tables<modulus>.minus_inverses};

/// The largest element of LineLayout::steps.
inline constexpr unsigned most_line_steps = std::ranges::max(line_tables<2310>.steps);

/// How long lines are: that leaves room in a 32 KB first-level cache for the lists and the primes
/// that go through it meanwhile. And how long those modulo 210 may be where an interval has few
/// stretches, and by that one less.
inline constexpr std::size_t usual_line_bytes = std::size_t{28} * 1024;
inline constexpr std::size_t max_line_bytes = std::size_t{30} * 1024;

/// n modulo p, for n from -p to p - 1: a number below 0 is a large one, and adding p makes it the
/// smaller one.
constexpr std::uint32_t modulo(std::uint32_t n, std::uint32_t p) {
    return std::min(n, n + p);
}

/// n modulo p for n < 2^50 p. In double precision the quotient is within 2^-2 of the true one, and
/// to the nearest integer leaves a remainder from -p to p - 1.
constexpr std::uint32_t remainder(std::uint64_t n, std::uint32_t p) {
    const auto nearest = static_cast<std::int64_t>(
        static_cast<double>(static_cast<std::int64_t>(n + p / 2)) / static_cast<double>(p));
    return modulo(static_cast<std::uint32_t>(n - static_cast<std::uint64_t>(nearest) * p), p);
}

// A prime p divides M (A + i) + r for i = -A - r / M modulo p. So the first such i >= 0 of a line
// moves on by -2 / M modulo p when r grows by 2, whatever the prime's residue is: by a subtraction,
// and no table. `inverse` is that of M modulo p.

/// The bit of the first multiple in the line of residue 1, where the stretch begins at M start.
constexpr std::uint32_t first_in_line(std::uint32_t prime, std::uint32_t inverse,
                                      std::uint64_t start) {
    return modulo(prime - remainder(start, prime) - inverse, prime);
}

/// The same for a start that may pass 2^50 p.
constexpr std::uint32_t first_in_line(std::uint32_t prime, std::uint32_t inverse, uint128 start) {
    const auto low = static_cast<std::uint64_t>(start);
    const std::uint64_t near = start < uint128{1} << 57 ? low : wide_remainder(start, prime);
    return first_in_line(prime, inverse, near);
}

/// By how much that goes back when the residue grows by 2.
constexpr std::uint32_t line_step(std::uint32_t prime, std::uint32_t inverse) {
    return modulo(2 * inverse - prime, prime);
}

/// By how much it goes back from the line of residue M - 1 of one stretch to that of residue 1 of
/// the next: one such step to M + 1, which is residue 1 at A + 1, and from there the last bit of
/// the line, below 2^24. Rounding makes no quotient of it an integer that is not one: the next is
/// 1 / p away, and that is more than 2^-24 last_bit / p.
constexpr std::uint32_t line_turn(std::uint32_t prime, std::uint32_t step, std::uint32_t last_bit) {
    const auto quotient =
        static_cast<std::int32_t>(static_cast<float>(static_cast<std::int32_t>(last_bit))
                                  / static_cast<float>(static_cast<std::int32_t>(prime)));
    const std::uint32_t last = last_bit - static_cast<std::uint32_t>(quotient) * prime;
    return modulo(last + step - prime, prime);
}

} // namespace primerank::sieve
