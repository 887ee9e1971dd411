#pragma once

#include "numbers/uint128.hpp"
#include "sieve/sieving_primes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::sieve {

/// The largest small prime.
inline constexpr std::uint32_t small_limit = 10'000;

/// Room that a segment needs before and behind it, so that whole cycles can be crossed out.
inline constexpr std::size_t small_guard = std::size_t{16} * 1024;

/// Crosses out the multiples of primes above presieve_limit that hit a segment many times.
///
/// The multiples of p = 30 k + c that are coprime to 30 come in cycles of 8, one cycle every 30 p
/// numbers = p bytes. Within a cycle their bytes are k r + floor(c r / 30) for the residues r, and
/// their bits are those of c r mod 30: constants once c is fixed, so the loop for a class has 8
/// instructions, each an AND with an immediate mask. A cycle that straddles two segments is done
/// in both; what falls outside goes to the guard zones. All state of a prime is thus where its
/// cycle starts.
class SmallPrimes {
  public:
    /// Takes the primes in (presieve_limit, small_limit] up to last, for segments from here on.
    void load(const SievingPrimes& primes, std::uint64_t last);

    /// Crosses out in the segment of `size` bytes that starts at byte `position` of the number
    /// line (number / 30), and must follow the one before. All primes with p^2 <= last_number take
    /// part.
    void cross_out(std::uint8_t* segment, std::size_t size, uint128 position,
                   std::uint64_t last_number);

  private:
    struct Entry {
        std::uint32_t prime;
        std::int32_t cycle; ///< start of the next cycle, in bytes from the segment's start, <= 0
    };

    struct Class {
        std::vector<Entry> entries;
        std::size_t in_use = 0; ///< the first primes of entries, those with p^2 <= last_number
    };

    template <unsigned c>
    void cross_out_class(std::uint8_t* segment, std::size_t size);

    std::array<Class, 8> classes_;
};

} // namespace primerank::sieve
