#pragma once

#include "sieve/aligned_buffer.hpp"
#include "sieve/line_layout.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/sieving_primes.hpp"

#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

struct Kernels;

/// Of a medium prime in a line, the step and by how much it is larger than the first prime of its
/// group, in one word. Below 2^20, medium_group adjacent primes span less than 2^12.
inline constexpr unsigned line_step_bits = 20;
inline constexpr std::uint32_t line_step_mask = (1U << line_step_bits) - 1;

/// Crosses out in residue lines the multiples of primes above Kernels::line_small_limit, each of
/// which hits a long line between some 23 times, on some processors 230, and once in four lines.
///
/// All of a prime's state is read for every line: 8 bytes keep that in the second-level cache.
class LineMediumPrimes {
  public:
    explicit LineMediumPrimes(const Kernels& kernels) : kernels_(&kernels) {}

    /// Takes the primes in (Kernels::line_small_limit, last]; last is at most medium_limit.
    void load(const SievingPrimes& primes, std::uint64_t last, std::uint32_t line_bits,
              const LineLayout& layout);

    /// Goes to the stretch that begins at M start, the first, or the one that follows that whose
    /// last line is done. All primes with p^2 <= last_number take part.
    void enter(uint128 start, std::uint64_t last_number);

    /// Crosses out in the next line of the stretch, steps (see LineLayout) after the one before.
    void cross_out(std::uint8_t* line, std::size_t size, unsigned steps);

    static constexpr std::size_t bytes_per_prime = 2 * sizeof(std::uint32_t);

    /// Bytes it holds.
    [[nodiscard]] std::size_t memory() const {
        return bases_.memory() + steps_.memory() + firsts_.memory();
    }

  private:
    [[nodiscard]] std::uint32_t prime(std::size_t i) const {
        return bases_[i / medium_group] + (steps_[i] >> line_step_bits);
    }
    void turn(std::size_t group);

    const Kernels* kernels_;
    AlignedBuffer<std::uint32_t> bases_;  ///< the first prime of each group, and the very last
    AlignedBuffer<std::uint32_t> steps_;  ///< line_step, and the prime
    AlignedBuffer<std::uint32_t> firsts_; ///< the first multiple in the line, in bits; of a prime
                                          ///< not in use, LineLayout::inverse
    std::uint32_t line_bits_ = 0;
    std::size_t groups_ = 0;
    std::size_t groups_in_use_ = 0;
};

} // namespace primerank::sieve
