#pragma once

#include "law/any_workload.hpp"
#include "numbers/cutting.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::campaign {

/// Cuts a rank's chunk into pieces for its threads, at the workload's borders.
class Pieces {
  public:
    /// longest: of a piece, in cost units.
    Pieces(const law::AnyWorkload& workload, int threads, double longest)
        : axis_{[&workload](const Interval& piece) { return workload.cost(piece); },
                [&workload](uint128 position) { return workload.border(position); }},
          threads_(threads), longest_(longest) {}

    /// Adjacent pieces, none empty, of nearly the same cost: as many as threads, if that makes none
    /// longer than longest.
    std::vector<Interval> of(const Interval& chunk);

    /// The same of a chunk after which threads find no other: only half is cut so, then half of the
    /// rest, and so on, that threads end together though costs are estimates, down to where another
    /// set-up takes more than that gains (factoring: Hummel, Schonberg, Flynn, CACM 35(8), 1992).
    std::vector<Interval> of_last(const Interval& chunk);

    /// Anew, for `count` threads that come to it one after another: a first piece that makes up
    /// `share` of the cost, and the others of nearly the same cost; none empty.
    std::vector<Interval> of_rest(const Interval& rest, double share, std::size_t count);

  private:
    void cut_evenly(const Interval& part);

    const Axis axis_;
    const int threads_;
    const double longest_;
    std::vector<Interval> pieces_;
};

/// The width of the widest piece that so many threads make of a chunk after which they find no
/// other, unless that is so long that it is cut in any case.
uint128 widest_piece(const law::AnyWorkload& workload, int threads, const Interval& chunk);

} // namespace primerank::campaign
