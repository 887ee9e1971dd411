#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/uint128.hpp"

#include <cstddef>

namespace primerank {

/// verdicts[i] = 1 when n = numbers[i] is prime, 0 when it is no probable prime to base 2, that is
/// when 2^(n-1) is not 1 modulo n. Of the pseudoprimes to base 2 all strong ones get 1, with
/// n - 1 = d 2^s, d odd, those for which either 2^d = 1 modulo n, or 2^(d 2^r) = -1 for some r < s;
/// some kernels, which ask for 2^((n-1)/2) = +-1 alone, give it to others as well.
using Base2Test = void (*)(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts);

/// verdicts[i] = 1 when n = numbers[i] passes the extra strong Lucas test with P = parameters[i]
/// and Q = 1, 0 when it does not: with n + 1 = d 2^s, d odd, either V_d = +-2 and U_d = 0 modulo n,
/// or V_k = 0 for some k = d 2^r, r < s - 1.
using LucasTest = void (*)(const std::uint64_t* numbers, const std::uint32_t* parameters,
                           std::size_t count, std::uint8_t* verdicts);

/// verdicts[i] = 1 when n = numbers[i] is a strong probable prime to `base`, a prime from 2 to 41,
/// and 0 when it is not; the numbers are odd and in (2^64, 2^82).
using StrongTest = void (*)(const uint128* numbers, std::size_t count, unsigned base,
                            std::uint8_t* verdicts);

/// The two halves of Baillie-PSW for many numbers at once. The numbers of a call are odd and either
/// all in [3, narrow_limit) or all in (narrow_limit, kernel_limit). Of parameters are asked
/// 3 <= P <= largest_parameter, P < n, and P^2 - 4 prime to n.
struct PrimalityKernels {
    Base2Test base_2_narrow;
    Base2Test base_2_wide;
    LucasTest lucas_narrow;
    LucasTest lucas_wide;
    StrongTest strong; // beyond 2^64
};

inline constexpr std::uint64_t narrow_limit = std::uint64_t{1} << 52;
inline constexpr std::uint64_t kernel_limit = ~std::uint64_t{0} << 20; // 2^64 - 2^20
inline constexpr std::uint32_t largest_parameter = 512;

/// The kernels for an instruction set, which this processor must have.
const PrimalityKernels& primality_kernels(InstructionSet set);

extern const PrimalityKernels portable_primality_kernels;
#if PRIMERANK_X86
extern const PrimalityKernels avx2_primality_kernels;
extern const PrimalityKernels avx512_primality_kernels;
#endif
#if PRIMERANK_NEON
extern const PrimalityKernels neon_primality_kernels;
#endif

void strong_portable(const uint128* numbers, std::size_t count, unsigned base,
                     std::uint8_t* verdicts);

/// Whether n is prime.
bool is_64_bit_prime(std::uint64_t n);

/// The same tests of one odd number n, 3 <= n < 2^64 - 1, with any P < n.
bool is_strong_probable_prime_base_2(std::uint64_t n);
bool is_strong_probable_prime(uint128 n, unsigned base); // beyond 2^64, as StrongTest
bool is_extra_strong_lucas_probable_prime(std::uint64_t n, std::uint32_t parameter);

} // namespace primerank
