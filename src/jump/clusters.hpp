#pragma once

#include "sieve/line_layout.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::jump {

/// The shortest gaps that are searched for in jumps.
inline constexpr std::uint64_t shortest_gap = 200;

/// How deep lines of clusters are sieved.
inline constexpr std::uint64_t cluster_depth = 300'000;

/// A grid of clusters: of every D numbers, those from 1 to w modulo D. A gap of D + w and more
/// between primes p and q holds a whole cluster: the first that begins above p, at p + D at the
/// latest, ends before p + D + w <= q. So where every cluster has a prime there is no such gap, and
/// one number in D / w is looked at.
///
/// Those of a cluster that have no common divisor with D are lines (see sieve/line_layout.hpp): bit
/// j of the line of residue r stands for D j + r.
class Clusters {
  public:
    /// D = period is a multiple of 30 with no prime divisor above 7, and width < period <= 2310.
    Clusters(std::uint32_t period, std::uint32_t width);

    [[nodiscard]] std::uint32_t period() const { return period_; }
    /// The lines of a cluster. Valid as long as the object.
    [[nodiscard]] sieve::LineLayout layout() const {
        return {period_, residues_, steps_, minus_inverses_};
    }

    [[nodiscard]] std::size_t lines() const { return residues_.size(); }

    /// No number of a cluster behind this one is prime to D.
    [[nodiscard]] std::uint32_t last_residue() const { return residues_.back(); }

  private:
    std::uint32_t period_;
    std::vector<std::uint16_t> residues_;
    std::vector<std::uint8_t> steps_;
    std::vector<std::uint16_t> minus_inverses_;
};

/// Which clusters take the least time to search an interval around n for gaps of so many numbers
/// and more, and what they take.
struct Plan {
    std::uint32_t period = 0;
    std::uint32_t width = 0;
    double seconds_a_number = 0; ///< of one thread of a current core with AVX-512
};

/// The best plan, or one with another period, for audits.
/// Needs shortest_gap <= gap.
Plan plan_for(std::uint64_t gap, double n, bool audit = false);

} // namespace primerank::jump
