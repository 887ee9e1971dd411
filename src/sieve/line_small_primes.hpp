#pragma once

#include "sieve/line_layout.hpp"
#include "sieve/sieving_primes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

struct Kernels;

/// Room that a line needs before and behind it, so that whole cycles can be crossed out.
inline constexpr std::size_t line_guard = std::size_t{16} * 1024;

/// Crosses out in residue lines the multiples of primes above presieve_limit that hit a line many
/// times.
///
/// Every p-th bit goes. In words of w bits, 8 or 32, with p = w k + c, that is a cycle of w hits
/// every p words: the i-th is in word i k + floor(i c / w) of it, bit i c mod w. For each of the
/// w / 2 odd c these bits and carries are constants, so the loop is nothing but ANDs with immediate
/// masks. Eight hits at a time are done, an octet, also where they straddle a border of the line:
/// what falls outside goes to the guard zones. A cycle of 32 is entered at one of its four octets.
class LineSmallPrimes {
  public:
    explicit LineSmallPrimes(const Kernels& kernels);

    /// Takes the primes in (presieve_limit, Kernels::line_small_limit] up to last.
    void load(const SievingPrimes& primes, std::uint64_t last, const LineLayout& layout);

    /// Goes to the stretch that begins at M start. All primes with p^2 <= last_number take part.
    void enter(uint128 start, std::uint64_t last_number);

    /// Crosses out in the next line of the stretch, steps (see LineLayout) after the one before.
    void cross_out(std::uint8_t* line, std::size_t size, unsigned steps);

  private:
    struct Class {
        std::vector<std::uint16_t> primes;
        std::vector<std::uint16_t> steps;  ///< line_step
        std::vector<std::uint16_t> firsts; ///< the first multiple in the line, in bits
        std::vector<std::uint8_t> octets;  ///< which octet of its cycle that is in
        std::vector<std::int16_t> starts;  ///< where this begins, in words
        std::size_t in_use = 0;            ///< the first primes, those with p^2 <= last_number

        void move_on(unsigned steps_of_line);
        template <unsigned w, unsigned c>
        void find_octets();
    };

    template <unsigned w>
    void cross_out_in_words(std::uint8_t* line, std::size_t size, unsigned steps);

    const Kernels* kernels_;
    LineLayout layout_ = lines_of<210>;
    std::array<Class, 16> classes_; ///< by p mod w, which is odd
};

} // namespace primerank::sieve
