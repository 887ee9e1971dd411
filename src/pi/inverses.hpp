#pragma once

#include "pi/builders.hpp"
#include "pi/pi_table.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace primerank::pi {

/// 1 / q for the primes q of a pi table: kept for those up to a limit, 8 bytes each. Beyond, there
/// are many and each serves few leaves; they are computed as they are asked for.
class Inverses {
  public:
    /// pi must outlive it. Throws std::bad_alloc, BuildingStopped.
    Inverses(const PiTable& pi, std::uint64_t largest_kept, const Builders& builders);

    /// Inverses that one thread has computed, of the primes in (lo, hi].
    struct Window {
        std::uint64_t lo = 0;
        std::uint64_t hi = 0;
        std::vector<double> inverses;
    };

    /// Those of the primes q with lo < q <= hi, in order, until `window` is used again.
    std::span<const double> between(std::uint64_t lo, std::uint64_t hi, Window& window) const;

  private:
    void move(Window& window, std::uint64_t lo, std::uint64_t hi) const;

    const PiTable& pi_;
    std::uint64_t largest_kept_;
    sieve::AlignedBuffer<double> kept_; // of p_b at b - 1
};

} // namespace primerank::pi
