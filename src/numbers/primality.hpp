#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/uint128.hpp"

#include <optional>
#include <span>

namespace primerank {

// All verdicts are proofs, not probabilities. The method is Baillie-PSW (R. Baillie and S. S.
// Wagstaff Jr., Lucas pseudoprimes, Math. Comp. 35 (1980), 1391-1417; C. Pomerance, J. L. Selfridge
// and S. S. Wagstaff Jr., The pseudoprimes to 25 10^9, same volume, 1003-1026): a strong test to
// base 2 and a Lucas test, here the extra strong one with the smallest suitable P (J. Grantham,
// Frobenius pseudoprimes, Math. Comp. 70 (2001), 873-891; parameters of OEIS A217719). Where that
// is faster, Euler's criterion 2^((n-1)/2) = +-1 takes the place of the strong test.
//
// No composite below 2^64 passes both: the pseudoprimes to base 2 below 2^64 are known (J. Feitsma,
// 2009-2013, checked by W. Galway: 118 968 378, of which 31 894 014 are strong), and none of them
// is an extra strong Lucas pseudoprime (D. Jacobsen, Pseudoprime statistics, tables, and data,
// ntheory.org; for other Lucas tests also R. Baillie, A. Fiori and S. S. Wagstaff Jr.,
// Strengthening the Baillie-PSW primality test, Math. Comp. 90 (2021), 1931-1955).
//
// From 2^64 on n is prime when it passes the strong test to the first 12 prime bases, 2 to 37,
// below psi_12 = 318665857834031151167461, and to the first 13, 2 to 41, below psi_13 =
// proven_limit: these are the smallest composites that pass (J. Sorenson and J. Webster, Strong
// pseudoprimes to twelve prime bases, Math. Comp. 86 (2017), 985-1003, arXiv 1509.00864).

/// Whether n is prime. Throws std::invalid_argument when n >= proven_limit.
bool is_prime(uint128 n);

/// verdicts[i] = 1 when numbers[i] is prime, 0 when it is not; any numbers in any order. Many
/// numbers a call are several times faster than is_prime() on each.
/// Throws std::invalid_argument when the spans differ in length.
void test_primality(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts);

/// The same with a chosen instruction set, which this processor must have.
void test_primality(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts,
                    InstructionSet set);

/// verdicts[i] = 1 for every prime numbers[i], and 0 for all composites but pseudoprimes to base 2:
/// a filter before test_primality(), for odd numbers from 3 on in any order.
void test_base_2(std::span<const std::uint64_t> numbers, std::span<std::uint8_t> verdicts,
                 InstructionSet set);

/// test_primality() of numbers on either side of 2^64, given as such or as origin + offsets[i].
/// Throws std::invalid_argument also when a number is proven_limit or above.
void test_primality(std::span<const uint128> numbers, std::span<std::uint8_t> verdicts);
void test_primality(uint128 origin, std::span<const std::uint64_t> offsets,
                    std::span<std::uint8_t> verdicts, InstructionSet set);

/// Whether a prime up to 53 divides n: a filter for few numbers.
bool has_small_factor(uint128 n);

/// The largest prime below proven_limit.
inline constexpr uint128 largest_proven_prime = proven_limit - 168;

/// The smallest prime above n. Throws std::invalid_argument when it is not below proven_limit.
uint128 next_prime(uint128 n);

/// The largest prime below n; none when n <= 2. Throws std::invalid_argument when
/// n > proven_limit.
std::optional<uint128> previous_prime(uint128 n);

} // namespace primerank
