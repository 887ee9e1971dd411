#include "simulate/simulation.hpp"

#include "campaign/messages.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

namespace primerank::simulate {
namespace {

/// Seconds of processor time of this thread: other programs on this machine do not count.
double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

} // namespace

Simulation::Simulation(Question question, std::size_t ranks, const campaign::PlanSettings& settings,
                       const Conditions& conditions)
    : question_(std::move(question)), conditions_(conditions),
      machine_(ranks, conditions.troubles, conditions.seed),
      planner_(question_.axis, question_.model, std::vector<double>(ranks, 1), settings),
      free_at_(ranks, 0) {}

Result Simulation::run() {
    start_round();
    start_round();
    while (!in_hand_.empty()) {
        end_round();
        start_round();
    }
    return result();
}

/// Runs a step of rank 0 and lets its clock go on by what the step takes.
template <class Step>
void Simulation::plan(const Step& step) {
    const double start = processor_seconds();
    step();
    planning_ += processor_seconds() - start;
}

/// Rank 0 plans and scatters; what it planned since the last reduction counts here.
void Simulation::start_round() {
    const double scatter = conditions_.network.one_by_one(ranks(), sizeof(campaign::Assignment));
    if (planner_.exhausted()) {
        pause(0, scatter);
        return;
    }
    campaign::Round round;
    plan([&] { round = planner_.next(now_); });
    pause(conditions_.planning_seconds.value_or(planning_), scatter);
    result_.longest_planning = std::max(result_.longest_planning, planning_);
    planned_ += std::exchange(planning_, 0);
    give(round.chunks);
    ++result_.rounds;
}

/// All ranks finish the oldest round, which is reduced, gathered and recorded.
void Simulation::end_round() {
    for (const Machine::Work& work : in_hand_.front().work) {
        now_ = std::max(now_, work.end);
    }
    const Network& network = conditions_.network;
    now_ += network.barrier(ranks());
    pause(0, network.reduction(ranks(), conditions_.tally_bytes)
                 + network.one_by_one(ranks(), sizeof(campaign::ChunkReport)));
    note_work_in_flight();
    plan([this] { planner_.finished(in_hand_.front().timings); });
    in_hand_.pop_front();
}

void Simulation::note_work_in_flight() {
    double seconds = 0;
    for (const InHand& round : in_hand_) {
        for (const Machine::Work& work : round.work) {
            seconds += std::clamp(now_ - work.begin, 0.0, work.end - work.begin);
        }
    }
    result_.lost_by_kill = std::max(result_.lost_by_kill, seconds / static_cast<double>(ranks()));
}

void Simulation::give(const std::vector<Interval>& chunks) {
    InHand& round = in_hand_.emplace_back();
    for (std::size_t i = 0; i < ranks(); ++i) {
        if (chunks[i].empty()) {
            round.work.push_back({now_, now_, 0});
            round.timings.push_back({0, now_});
            continue;
        }
        const double cost = question_.seconds(chunks[i]);
        const Machine::Work work = machine_.work(i, std::max(now_, free_at_[i]), cost);
        cost_ += cost;
        set_up_cost_ += question_.seconds({chunks[i].start, chunks[i].start + 1});
        busy_ += work.busy;
        stalled_ += work.end - work.begin - work.busy;
        free_at_[i] = work.end;
        round.work.push_back(work);
        round.timings.push_back({work.end - work.begin, work.end});
    }
}

/// The clock goes on, and chunks in work stand still. Of a rank's chunks in hand only the newest
/// can be in work whenever this is called: the one before is finished.
void Simulation::pause(double planning, double network) {
    const double from = now_;
    const double seconds = planning + network;
    now_ += seconds;
    if (in_hand_.empty()) {
        return;
    }
    InHand& round = in_hand_.back();
    for (std::size_t i = 0; i < ranks(); ++i) {
        if (round.work[i].busy > 0 && round.work[i].end > from) {
            round.work[i].end += seconds;
            round.timings[i].busy_seconds += seconds;
            round.timings[i].finished_at += seconds;
            free_at_[i] += seconds;
            held_by_planning_ += planning;
            held_by_network_ += network;
        }
    }
}

Result Simulation::result() const {
    Result result = result_;
    const double all = now_ * static_cast<double>(ranks());
    const double useful = busy_ * (1 - set_up_cost_ / cost_);
    result.elapsed = now_;
    result.efficiency = useful / all;
    result.set_up = (busy_ - useful) / all;
    result.network = held_by_network_ / all;
    result.planning = held_by_planning_ / all;
    result.stalled = stalled_ / all;
    result.waiting = 1 - (busy_ + held_by_network_ + held_by_planning_ + stalled_) / all;
    result.planning_seconds = planned_ / static_cast<double>(result.rounds);
    return result;
}

} // namespace primerank::simulate
