#pragma once

#include "jump/found_gaps.hpp"
#include "jump/search.hpp"
#include "law/wide_sum.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <stop_token>

namespace primerank::jump {

/// Whether gaps of these lengths can be searched for in jumps in an interval.
bool can_search(const Interval& interval, std::uint64_t shortest);

/// All gaps between primes of options.list_from and more that begin in an interval, found in jumps:
/// a workload in the sense of law::Workload.
class Workload {
  public:
    using Tally = FoundGaps;
    using Worker = Search;

    /// can_search(whole, options.list_from). interval is the whole or a part of it; numbers in
    /// tallies are counted from the origin of the whole.
    Workload(const Interval& whole, const Interval& interval, const tally::GapOptions& options);

    [[nodiscard]] Interval axis() const { return interval_; }
    /// Seconds of one thread of a current core with AVX-512.
    [[nodiscard]] double cost(const Interval& piece) const;

    /// Anywhere: a few clusters more at the ends of a piece are nothing beside those within.
    [[nodiscard]] static uint128 border(uint128 position) { return position; }

    [[nodiscard]] Worker make_worker() const { return make(Search::Way::usual); }
    [[nodiscard]] Worker make_auditor() const { return make(Search::Way::audit); }

    [[nodiscard]] Tally work(const Interval& piece, Worker& search,
                             const std::stop_token& give_up = {}) const;

    [[nodiscard]] std::size_t memory(int threads) const {
        return static_cast<std::size_t>(threads) * Search::memory();
    }

    /// Bytes that the tally of an interval may hold beyond those of an empty one.
    [[nodiscard]] double held_bytes(const Interval& piece) const;

    [[nodiscard]] static law::WideSum headline(const Tally& tally) {
        return law::WideSum(tally.size());
    }

  private:
    [[nodiscard]] Worker make(Search::Way way) const;

    Interval interval_;
    tally::GapOptions options_;
    uint128 origin_;
    double middle_; ///< of the whole: the plan is for numbers around it
    double seconds_a_number_;
};

} // namespace primerank::jump
