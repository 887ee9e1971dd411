#pragma once

#include "primerank/uint128.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace primerank {

// All verdicts are proofs. Any number of threads may call these at the same time; they use no
// further ones, and less than a megabyte.

/// Whether n is prime.
bool is_prime(std::uint64_t n);

/// verdicts[i] = 1 when numbers[i] is prime, 0 when it is not; any numbers in any order. Many
/// numbers a call are several times faster than is_prime() on each.
/// Throws std::invalid_argument when the spans differ in length.
void test_primality(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts);

/// The smallest prime above n. It has 65 bits, 2^64 + 13, when n is 2^64 - 59 or more.
uint128 next_prime(std::uint64_t n);

/// The largest prime below n; none when n <= 2. Throws std::invalid_argument when n > 2^64.
std::optional<std::uint64_t> previous_prime(uint128 n);

} // namespace primerank
