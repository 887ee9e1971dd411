#pragma once

#include "numbers/instruction_set.hpp"

#include <cstddef>
#include <cstdint>

namespace primerank {

/// The two halves of Baillie-PSW for many numbers at once, written once per instruction set.
/// Numbers are odd, 3 <= n < 2^64 - 1, in any order; count may be anything.
struct PrimalityKernels {
    /// verdicts[i] = 1 when n = numbers[i] passes the strong test to base 2: with n - 1 = d 2^s, d
    /// odd, either 2^d = 1 or 2^(d 2^r) = -1 modulo n for some r < s.
    void (*strong_base_2)(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts);

    /// verdicts[i] = 1 when n = numbers[i] passes the extra strong Lucas test with P =
    /// parameters[i], Q = 1: with n + 1 = d 2^s, d odd, either V_d = +-2 and U_d = 0, or
    /// V_(d 2^r) = 0 modulo n for some r < s - 1. 3 <= P < 2^16 and P < n.
    void (*extra_strong_lucas)(const std::uint64_t* numbers, const std::uint32_t* parameters,
                               std::size_t count, std::uint8_t* verdicts);
};

/// The kernels for an instruction set, which this processor must have.
const PrimalityKernels& primality_kernels(InstructionSet set);

extern const PrimalityKernels portable_primality_kernels;
#if PRIMERANK_X86
extern const PrimalityKernels avx512_primality_kernels;
#endif

/// The same tests of a single number.
bool is_strong_probable_prime_base_2(std::uint64_t n);
bool is_extra_strong_lucas_probable_prime(std::uint64_t n, std::uint32_t parameter);

} // namespace primerank
