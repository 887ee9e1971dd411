#pragma once

#include "pi/character_tables.hpp"
#include "pi/small_phi.hpp"

#include <optional>
#include <stop_token>

namespace primerank::pi {

/// The ordinary leaves
///     Phi0 = sum of mu(m) chi(m) phi(x / m, k)
/// over squarefree m <= z with no prime factor up to p_k = 19 or above y; m = 1 is one of them.
class OrdinaryLeaves {
  public:
    /// of: must outlive it.
    explicit OrdinaryLeaves(const CharacterTables& of);

    /// m may be cut at the multiples of this.
    static constexpr std::uint64_t grain = 30;

    /// The part with lo <= m < hi, both multiples of grain.
    /// Once give_up is requested, anything.
    [[nodiscard]] int128 sum(std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
                             const std::stop_token& give_up = {}) const;

    /// Where the m end: a multiple of grain.
    [[nodiscard]] std::uint64_t end() const { return (tables_.parameters.z / grain + 1) * grain; }

  private:
    template <class Phi>
    [[nodiscard]] int128 sum(std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
                             const std::stop_token& give_up, const Phi& phi) const;

    const Tables& tables_;
    MinusPlaces minus_;
    std::optional<SmallPhi> phi_; ///< of the principal character
    std::optional<SmallCharacterPhi> character_phi_;
};

} // namespace primerank::pi
