#pragma once

#include "pi/builders.hpp"
#include "pi/pi_table.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstdint>

namespace primerank::pi {

/// For every m <= z coprime to 30: whether m is squarefree without a prime factor above y, its
/// Moebius function, and the index of its least prime factor. An entry of 16 bits serves one m,
/// entry 8 floor(m / 30) + i the residue wheel_residues[i]:
///     0                                       m must not be used (1, squares, factors above y)
///     2 index + (1 if mu(m) = -1 else 0)      otherwise
/// where index is pi(lpf(m)), or `large_prime` for a prime m beyond both 1000 and sqrt(z): less
/// than any such m is asked for. 0.533 z bytes.
class FactorTable {
  public:
    static constexpr std::uint16_t large_prime = 32767;

    /// Needs 7 <= y <= z < 7 y, z <= 10^11 (so that indices of primes up to sqrt(z) fit 15 bits).
    /// pi must reach sqrt(z) + 1 and 1000.
    FactorTable(std::uint64_t y, std::uint64_t z, const PiTable& pi, const Builders& builders);

    [[nodiscard]] const std::uint16_t* entries() const { return entries_.data(); }

    static std::uint64_t bytes(std::uint64_t z);

  private:
    sieve::AlignedBuffer<std::uint16_t> entries_;
};

} // namespace primerank::pi
