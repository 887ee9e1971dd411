#pragma once

#include "sieve/line_positions.hpp"
#include "sieve/sieving_primes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

/// The largest prime that hits a residue line many times.
inline constexpr std::uint32_t line_small_limit = 10'000;

/// Room that a line needs before and behind it, so that whole cycles can be crossed out.
inline constexpr std::size_t line_guard = std::size_t{16} * 1024;

/// Crosses out in residue lines the multiples of primes above presieve_limit that hit a line many
/// times.
///
/// Every p-th bit goes. With p = 8 k + c that is a cycle of 8 hits every p bytes: the i-th is in
/// byte i k + floor(i c / 8) of it, bit i c mod 8. For each of the four c the 8 bits and carries
/// are constants, so the loop has 8 instructions, each an AND with an immediate mask. Whole cycles
/// are done; what falls outside the line goes to the guard zones.
class LineSmallPrimes {
  public:
    /// Takes the primes in (presieve_limit, line_small_limit] up to last.
    void load(const SievingPrimes& primes, std::uint64_t last, std::uint32_t line_bits);

    /// See LinePositions::enter.
    void enter(std::uint64_t start, std::uint64_t last_number);

    /// Crosses out in the next line of the stretch, steps (see line_steps) after the one before.
    void cross_out(std::uint8_t* line, std::size_t size, unsigned steps);

    /// Bytes it holds.
    [[nodiscard]] std::size_t memory() const;

  private:
    template <unsigned c>
    void cross_out_class(std::uint8_t* line, std::size_t size, unsigned steps);

    std::array<LinePositions<std::uint16_t>, 4> classes_; ///< by p mod 8
    std::vector<std::int16_t> cycles_; ///< where the first cycle of each prime starts, in bytes
};

} // namespace primerank::sieve
