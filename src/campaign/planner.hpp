#pragma once

#include "campaign/rank_speeds.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

namespace primerank::campaign {

/// What a planner knows of a workload (see law::AnyWorkload).
struct WorkModel {
    std::function<double(const Interval&)> cost;
    std::function<uint128(uint128)> border;
    std::function<double(const Interval&)> held_bytes{}; ///< nothing: none worth speaking of
};

struct PlanSettings {
    double round_seconds = 4;     ///< aimed at for a round once speeds are known
    double opening_seconds = 1;   ///< for the rounds that are planned before any speed is known
    bool costs_are_rough = false; ///< see law::RoughlyCostedWorkload
    double most_held_bytes = 8e6; ///< what the tallies of a round may hold, of all ranks together

    /// 4 s for up to 10 ranks, 4 s more for every tenfold. A rank that stalls holds up nobody as
    /// long as it catches up within the round that the others already have in hand, and of more
    /// ranks one stalls more often; but what is in hand is what a kill loses.
    static PlanSettings for_ranks(std::size_t ranks);
};

/// Adjacent chunks, one a rank, in the order of ranks; some may be empty.
struct Round {
    std::uint64_t number = 0;
    std::vector<Interval> chunks;

    [[nodiscard]] Interval interval() const { return {chunks.front().start, chunks.back().stop}; }
};

/// How long a rank worked on its chunk, and when it was done on the planner's clock.
struct ChunkTiming {
    double busy_seconds = 0;
    double finished_at = 0;
};

/// Cuts what is left of a campaign into rounds.
///
/// Every rank has a measured speed v (cost units a second) and a time F at which it will have
/// finished what was already handed to it. A round is cut so that all ranks finish it together: at
/// the time E with sum over ranks of v max(0, E - F) = cost of the round. Where borders are coarser
/// than a chunk, what one rank gets too little the next gets more. The last rounds are shares of
/// what is left, so that what speeds did not foresee is evened out before the end. Two rounds may
/// be out at once: while the slowest rank ends one, the others work on the next.
class RoundPlanner {
  public:
    /// speeds: a first guess a rank, such as its number of threads.
    RoundPlanner(const Interval& todo, WorkModel model, const std::vector<double>& speeds,
                 PlanSettings settings);

    [[nodiscard]] bool exhausted() const { return todo_.empty(); }

    /// The next round; now is seconds on the planner's clock. Must not be exhausted.
    /// Costs about five evaluations of the model's cost a rank.
    Round next(double now);

    /// What became of the oldest round that is out: one timing a rank.
    void finished(const std::vector<ChunkTiming>& timings);

    /// Seconds from now to the end of everything, at the speeds known.
    [[nodiscard]] double remaining_seconds(double now) const;

  private:
    struct Outstanding {
        double handed_out = 0;
        std::vector<double> costs;
    };

    [[nodiscard]] std::size_t ranks() const { return speeds_.size(); }
    [[nodiscard]] double seconds_in_hand(std::size_t rank, double now) const;
    [[nodiscard]] double seconds_to_end(double cost, double now) const;
    [[nodiscard]] std::vector<double> costs_within(double seconds, double now) const;
    [[nodiscard]] bool is_even(const std::vector<Interval>& chunks) const;
    [[nodiscard]] uint128 next_border() const;
    [[nodiscard]] std::vector<Interval> one_chunk(uint128 stop, double now) const;
    [[nodiscard]] std::vector<Interval> parts_of_width(const Interval& whole) const;

    uint128 reach(uint128 start, double cost);
    std::vector<Interval> cut(const std::vector<double>& costs);
    std::vector<Interval> cut_opening(double now);
    std::vector<Interval> cut_all(double now);
    std::vector<Interval> cut_balanced(double now);
    std::vector<Interval> within_memory(std::vector<Interval> chunks, double now);
    double round_worth_a_set_up();
    double shortest_round(double worth_a_set_up);

    Interval todo_;
    WorkModel model_;
    RankSpeeds speeds_;
    PlanSettings settings_;
    std::vector<double> finished_at_; ///< a rank, of what it is known to have finished
    std::vector<double> free_at_;     ///< a rank, of all that was handed to it
    std::deque<Outstanding> outstanding_;
    std::uint64_t planned_ = 0;
    double density_ = 0; ///< cost a unit of width where reach() last looked
};

} // namespace primerank::campaign
