#pragma once

#include "numbers/instruction_set.hpp"

#include <cstddef>
#include <cstdint>

namespace primerank {

/// verdicts[i] = 1 when n = numbers[i] is a strong probable prime to base 2, 0 when it is not: with
/// n - 1 = d 2^s, d odd, either 2^d = 1 modulo n, or 2^(d 2^r) = -1 for some r < s.
using StrongTest = void (*)(const std::uint64_t* numbers, std::size_t count,
                            std::uint8_t* verdicts);

/// verdicts[i] = 1 when n = numbers[i] passes the extra strong Lucas test with P = parameters[i]
/// and Q = 1, 0 when it does not: with n + 1 = d 2^s, d odd, either V_d = +-2 and U_d = 0 modulo n,
/// or V_k = 0 for some k = d 2^r, r < s - 1.
using LucasTest = void (*)(const std::uint64_t* numbers, const std::uint32_t* parameters,
                           std::size_t count, std::uint8_t* verdicts);

/// The two halves of Baillie-PSW for many numbers at once. The numbers of a call are odd and either
/// all in [3, narrow_limit) or all in (narrow_limit, kernel_limit). Of parameters are asked
/// 3 <= P <= largest_parameter, P < n, and P^2 - 4 prime to n.
struct PrimalityKernels {
    StrongTest strong_narrow;
    StrongTest strong_wide;
    LucasTest lucas_narrow;
    LucasTest lucas_wide;
};

inline constexpr std::uint64_t narrow_limit = std::uint64_t{1} << 52;
inline constexpr std::uint64_t kernel_limit = ~std::uint64_t{0} << 20; // 2^64 - 2^20
inline constexpr std::uint32_t largest_parameter = 512;

/// The kernels for an instruction set, which this processor must have.
const PrimalityKernels& primality_kernels(InstructionSet set);

extern const PrimalityKernels portable_primality_kernels;
#if PRIMERANK_X86
extern const PrimalityKernels avx512_primality_kernels;
#endif

/// The same tests of one odd number n, 3 <= n < 2^64 - 1, with any P < n.
bool is_strong_probable_prime_base_2(std::uint64_t n);
bool is_extra_strong_lucas_probable_prime(std::uint64_t n, std::uint32_t parameter);

} // namespace primerank
