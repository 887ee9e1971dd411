#pragma once

#include "numbers/interval.hpp"
#include "pi/cost_model.hpp"
#include "pi/easy_leaves.hpp"
#include "pi/hard_leaves.hpp"
#include "pi/phi0.hpp"

#include <cstdint>

namespace primerank::pi {

/// The axis on which the work of pi(x) lies: end to end, the b-axis of those leaves of D that lie
/// densest (HardLeaves::dense_end()), the n-axis of the rest of D and of B, the v-axis of A and C,
/// and the m-axis of Phi0. The same for all characters.
class PiAxis {
  public:
    PiAxis(const Tables& tables, const HardLeaves& hard, const EasyLeaves& easy,
           const OrdinaryLeaves& ordinary);

    [[nodiscard]] uint128 end() const { return end_; }

    /// The part of a piece that lies in a section, in the section's own terms.
    struct Part {
        std::uint64_t lo = 0;
        std::uint64_t hi = 0;
        [[nodiscard]] bool empty() const { return lo >= hi; }
    };
    [[nodiscard]] Part dense_b(const Interval& piece) const; ///< b from k + lo + 1 to k + hi
    [[nodiscard]] Part hard_n(const Interval& piece) const;
    [[nodiscard]] Part easy_v(const Interval& piece) const;
    [[nodiscard]] Part ordinary_m(const Interval& piece) const;

    /// Whether a piece has all of the dense leaves.
    [[nodiscard]] bool has_all_dense(const Interval& piece) const {
        return piece.start == 0 && piece.stop >= dense_end_;
    }

    /// Seconds for pi(x) itself.
    [[nodiscard]] double cost(const Interval& piece) const;

    [[nodiscard]] uint128 border(uint128 position) const;

  private:
    std::uint64_t dense_n_end_;
    uint128 dense_end_;
    uint128 hard_end_;
    uint128 easy_end_;
    uint128 end_;
    CostCurve dense_cost_;
    CostCurve hard_cost_;
    CostCurve easy_cost_;
    CostCurve ordinary_cost_;
};

} // namespace primerank::pi
