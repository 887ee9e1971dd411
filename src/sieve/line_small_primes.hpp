#pragma once

#include "sieve/line_layout.hpp"
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
    void load(const SievingPrimes& primes, std::uint64_t last, const LineLayout& layout);

    /// Goes to the stretch that begins at M start. All primes with p^2 <= last_number take part.
    void enter(std::uint64_t start, std::uint64_t last_number);

    /// Crosses out in the next line of the stretch, steps (see LineLayout) after the one before.
    void cross_out(std::uint8_t* line, std::size_t size, unsigned steps);

  private:
    struct Class {
        std::vector<std::uint16_t> primes;
        std::vector<std::uint16_t> steps;  ///< line_step
        std::vector<std::uint16_t> firsts; ///< the first multiple in the line, in bits
        std::vector<std::int16_t> cycles;  ///< where the cycle of that multiple starts, in bytes
        std::size_t in_use = 0;            ///< the first primes, those with p^2 <= last_number
    };

    template <unsigned c>
    void cross_out_class(std::uint8_t* line, std::size_t size, unsigned steps);

    LineLayout layout_ = lines_of<210>;
    std::array<Class, 4> classes_; ///< by p mod 8
};

} // namespace primerank::sieve
