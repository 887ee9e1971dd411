#pragma once

#include "primerank/uint128.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace primerank {

// All verdicts are proofs. Any number of threads may call these at the same time; they use no
// further ones, and less than a megabyte.

/// 3317044064679887385961981: numbers below it are proven prime or composite, larger ones refused.
inline constexpr uint128 primality_limit =
    uint128{3'317'044'064'679} * 1'000'000'000'000 + 887'385'961'981;

/// Whether n is prime. Throws std::invalid_argument when n >= primality_limit.
bool is_prime(uint128 n);

/// verdicts[i] = 1 when numbers[i] is prime, 0 when it is not; any numbers in any order. Many
/// numbers a call are several times faster than is_prime() on each.
/// Throws std::invalid_argument when the spans differ in length.
void test_primality(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts);

/// The smallest prime above n. Throws std::invalid_argument when it is not below primality_limit.
uint128 next_prime(uint128 n);

/// The largest prime below n; none when n <= 2. Throws std::invalid_argument when
/// n > primality_limit.
std::optional<uint128> previous_prime(uint128 n);

} // namespace primerank
