#pragma once

#include "sieve/line_positions.hpp"
#include "sieve/sieving_primes.hpp"

#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

struct Kernels;

/// Crosses out in residue lines the multiples of primes above line_small_limit, each of which hits
/// a line between some 26 times and once in four lines.
class LineMediumPrimes {
  public:
    explicit LineMediumPrimes(const Kernels& kernels) : kernels_(&kernels) {}

    /// Takes the primes in (line_small_limit, last]; last is at most medium_limit.
    void load(const SievingPrimes& primes, std::uint64_t last, std::uint32_t line_bits);

    /// See LinePositions::enter.
    void enter(std::uint64_t start, std::uint64_t last_number);

    /// Crosses out in the next line of the stretch, steps (see line_steps) after the one before.
    void cross_out(std::uint8_t* line, std::size_t size, unsigned steps);

    static constexpr std::size_t bytes_per_prime = 4 * sizeof(std::uint32_t);

    /// Bytes it holds.
    [[nodiscard]] std::size_t memory() const { return positions_.memory(); }

  private:
    const Kernels* kernels_;
    LinePositions<std::uint32_t> positions_;
};

} // namespace primerank::sieve
