#pragma once

#include "sieve/segment.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace primerank::tally {

/// A byte of a segment spans 30 numbers, 64 bits of it 240.
inline constexpr std::uint64_t numbers_per_byte = 30;
inline constexpr std::uint64_t numbers_per_word = 8 * numbers_per_byte;

/// [r]: the bits of a byte for residues mod 30 below r.
inline constexpr std::array<std::uint8_t, numbers_per_byte> bits_below = [] {
    std::array<std::uint8_t, numbers_per_byte> bits{};
    for (unsigned r = 0; r < numbers_per_byte; ++r) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            bits[r] = static_cast<std::uint8_t>(
                bits[r] | (sieve::wheel_residues[bit] < r ? 1U << bit : 0U));
        }
    }
    return bits;
}();

inline constexpr std::array<std::uint8_t, 64> word_offsets = [] {
    std::array<std::uint8_t, 64> offsets{};
    for (std::size_t i = 0; i < 64; ++i) {
        offsets[i] = static_cast<std::uint8_t>(30 * (i / 8) + sieve::wheel_residues[i % 8]);
    }
    return offsets;
}();

inline std::size_t word_count(const sieve::Segment& segment) {
    return segment.bytes.size() / 8;
}

/// Bytes 8i to 8i + 7 as one word; i = word_count(segment) reads the zeros behind the segment.
inline std::uint64_t word(const sieve::Segment& segment, std::size_t i) {
    static_assert(std::endian::native == std::endian::little);
    std::uint64_t bits = 0;
    std::memcpy(&bits, segment.bytes.data() + 8 * i, 8);
    return bits;
}

/// The number that bit `bit` of word i stands for.
inline std::uint64_t number_at(const sieve::Segment& segment, std::size_t i, int bit) {
    return segment.base + numbers_per_word * i + word_offsets[static_cast<std::size_t>(bit)];
}

inline std::uint64_t lowest_prime(const sieve::Segment& segment, std::size_t i,
                                  std::uint64_t bits) {
    return number_at(segment, i, std::countr_zero(bits));
}

inline std::uint64_t highest_prime(const sieve::Segment& segment, std::size_t i,
                                   std::uint64_t bits) {
    return number_at(segment, i, 63 - std::countl_zero(bits));
}

/// Calls visit(p) for the primes of the segment in ascending order.
template <class Visit>
void for_each_prime(const sieve::Segment& segment, Visit&& visit) {
    for (std::size_t i = 0; i < word_count(segment); ++i) {
        for (std::uint64_t bits = word(segment, i); bits != 0; bits &= bits - 1) {
            visit(lowest_prime(segment, i, bits));
        }
    }
}

/// Calls visit(p) in ascending order for as long as it returns true.
template <class Visit>
void ascend_primes(const sieve::Segment& segment, Visit&& visit) {
    for (std::size_t i = 0; i < word_count(segment); ++i) {
        for (std::uint64_t bits = word(segment, i); bits != 0; bits &= bits - 1) {
            if (!visit(lowest_prime(segment, i, bits))) {
                return;
            }
        }
    }
}

/// Calls visit(p) in descending order for as long as it returns true.
template <class Visit>
void descend_primes(const sieve::Segment& segment, Visit&& visit) {
    for (std::size_t i = word_count(segment); i-- > 0;) {
        std::uint64_t bits = word(segment, i);
        while (bits != 0) {
            const int top = 63 - std::countl_zero(bits);
            if (!visit(number_at(segment, i, top))) {
                return;
            }
            bits ^= std::uint64_t{1} << top;
        }
    }
}

} // namespace primerank::tally
