#pragma once

#include "campaign/planner.hpp"
#include "simulate/machine.hpp"
#include "simulate/network.hpp"
#include "simulate/work_models.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace primerank::simulate {

struct Conditions {
    Troubles troubles;
    Network network;
    double tally_bytes = 1e5;
    std::optional<double> planning_seconds; ///< a round; default: what it takes here and now
    std::uint64_t seed = 1;
};

/// Where the rank-seconds of a campaign went: the shares add up to 1.
struct Result {
    std::uint64_t rounds = 0;
    double elapsed = 0;
    double efficiency = 0; ///< at work on chunks, without their set-ups
    double set_up = 0;     ///< what a chunk costs beyond its integers
    double waiting = 0;    ///< no chunk in hand: imbalance
    double network = 0;    ///< held up by collectives
    double planning = 0;   ///< held up by rank 0's planning
    double stalled = 0;
    double planning_seconds = 0; ///< a round, on average; the longest is below
    double longest_planning = 0;
    double lost_by_kill = 0; ///< seconds of work a rank has in flight, at the worst moment
};

/// Plays the real planner against a simulated machine, in the order of campaign::Engine: two rounds
/// in hand, round r + 2 handed out when round r is reduced. A rank's one core is shared by its
/// worker and by MPI, which spins: work stands still while collectives run and while rank 0 plans.
class Simulation {
  public:
    Simulation(Question question, std::size_t ranks, const campaign::PlanSettings& settings,
               const Conditions& conditions);

    Result run();

  private:
    struct InHand {
        std::vector<Machine::Work> work;
        std::vector<campaign::ChunkTiming> timings;
    };

    [[nodiscard]] std::size_t ranks() const { return machine_.ranks(); }
    void start_round();
    void end_round();
    void give(const std::vector<Interval>& chunks);
    void pause(double planning, double network);
    void note_work_in_flight();
    template <class Step>
    void plan(const Step& step);
    [[nodiscard]] Result result() const;

    Question question_;
    Conditions conditions_;
    Machine machine_;
    campaign::RoundPlanner planner_;
    double now_ = 0; ///< rank 0's clock
    std::deque<InHand> in_hand_;
    std::vector<double> free_at_;
    Result result_;
    double cost_ = 0;        ///< of all chunks
    double set_up_cost_ = 0; ///< of a single integer, for every chunk
    double busy_ = 0;        ///< rank-seconds, as are the next three
    double stalled_ = 0;
    double held_by_planning_ = 0;
    double held_by_network_ = 0;
    double planning_ = 0; ///< since the last reduction
    double planned_ = 0;  ///< in all
};

} // namespace primerank::simulate
