#pragma once

#include "pi/small_phi.hpp"
#include "pi/tables.hpp"

namespace primerank::pi {

/// The ordinary leaves
///     Phi0 = sum of mu(m) phi(x / m, k)
/// over squarefree m <= z with no prime factor up to p_k = 19 or above y; m = 1 is one of them.
class OrdinaryLeaves {
  public:
    explicit OrdinaryLeaves(const Tables& tables) : tables_(tables) {}

    /// The part with lo <= m < hi, both multiples of 30.
    [[nodiscard]] int128 sum(std::uint64_t lo, std::uint64_t hi) const;

    /// Where the m end: a multiple of 30.
    [[nodiscard]] std::uint64_t end() const { return (tables_.parameters.z / 30 + 1) * 30; }

  private:
    const Tables& tables_;
    SmallPhi phi_;
};

} // namespace primerank::pi
