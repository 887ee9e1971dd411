#pragma once

#include "pi/builders.hpp"
#include "pi/character_pi.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace primerank::pi {

/// 1 / q for the primes q of a pi table with chi(q) = 1, or -1: kept for those up to a limit, 8
/// bytes each. Beyond, there are many and each serves few leaves; they are computed as they are
/// asked for.
class Inverses {
  public:
    /// pi must outlive it. Throws std::bad_alloc, BuildingStopped.
    Inverses(const CharacterPi& pi, int sign, std::uint64_t largest_kept, const Builders& builders);

    /// Inverses that one thread has computed, of the primes in (lo, hi], for one of these objects.
    struct Window {
        const Inverses* owner = nullptr;
        std::uint64_t lo = 0;
        std::uint64_t hi = 0;
        std::vector<double> inverses;
    };

    [[nodiscard]] int sign() const { return sign_; }

    /// Those of its primes q with lo < q <= hi, in order, until `window` is used again.
    std::span<const double> between(std::uint64_t lo, std::uint64_t hi, Window& window) const;

  private:
    void move(Window& window, std::uint64_t lo, std::uint64_t hi) const;

    const CharacterPi& pi_;
    int sign_;
    std::uint64_t largest_kept_;
    sieve::AlignedBuffer<double> kept_;
};

} // namespace primerank::pi
