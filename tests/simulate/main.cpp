// Plays the planner against simulated ranks and prints how well it keeps them at work.

#include "simulate/simulation.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <string>

namespace primerank::simulate {
namespace {

struct Options {
    std::vector<std::size_t> ranks = {1, 2, 10, 100, 1000, 10000};
    std::vector<std::string> work;
    double hours = 24;
    double round_seconds = 0; ///< 0: what the planner takes for that many ranks
    double least_efficiency = 0;
    Conditions conditions;
};

std::vector<std::string> work_names() {
    std::vector<std::string> names;
    for (const WorkKind& kind : work_kinds()) {
        names.emplace_back(kind.name);
    }
    return names;
}

void add_options(CLI::App& app, Options& options) {
    Conditions& conditions = options.conditions;
    Troubles& troubles = conditions.troubles;
    Network& network = conditions.network;
    const auto add = [&app](const char* name, auto& value, const char* text) {
        return app.add_option(name, value, text)->capture_default_str();
    };
    add("--ranks", options.ranks, "Rank counts, separated by commas")->delimiter(',');
    options.work = work_names();
    add("--work", options.work, "Cost models, separated by commas")
        ->delimiter(',')
        ->check(CLI::IsMember(work_names()));
    add("--hours", options.hours, "Length of the campaign");
    add("--sigma", troubles.sigma, "Deviation of a rank's speed in a round");
    add("--slow-share", troubles.slow_share, "Share of the ranks that are slow throughout");
    add("--slow-speed", troubles.slow_speed, "Their speed, against 1 of the others");
    add("--stalls", troubles.stalls_a_day, "Stalls a rank and day");
    add("--stall-seconds", troubles.stall_seconds, "Length of a stall");
    add("--latency", network.latency, "LogGP: L, seconds");
    add("--overhead", network.overhead, "LogGP: o, seconds");
    add("--gap", network.gap, "LogGP: g, seconds");
    add("--gap-per-byte", network.gap_per_byte, "LogGP: G, seconds");
    add("--tally-bytes", conditions.tally_bytes, "Bytes of a tally in a reduction");
    add("--seed", conditions.seed, "Of everything random");
    app.add_option("--round", options.round_seconds,
                   "Seconds of a round (default: as the planner has it)");
    app.add_option("--planning", conditions.planning_seconds,
                   "Seconds that rank 0 plans a round (default: measured, so that tables of one "
                   "seed may differ in the last digit)");
    app.add_option("--least", options.least_efficiency,
                   "Exit with code 1 where the efficiency is less than that many percent");
}

Result simulate(const Options& options, const WorkKind& kind, std::size_t ranks) {
    const double slow_loss =
        options.conditions.troubles.slow_share * (1 - options.conditions.troubles.slow_speed);
    const double seconds = options.hours * 3600 * static_cast<double>(ranks) * (1 - slow_loss);
    campaign::PlanSettings settings = campaign::PlanSettings::for_ranks(ranks);
    if (options.round_seconds > 0) {
        settings.round_seconds = options.round_seconds;
    }
    return Simulation(kind.of_seconds(seconds), ranks, settings, options.conditions).run();
}

void print_conditions(const Options& options) {
    const Conditions& conditions = options.conditions;
    const Troubles& troubles = conditions.troubles;
    fmt::print(
        "campaigns of {:g} hours; speed varies by {:g} % a round, {:g} % of the ranks run at "
        "{:g},\n{:g} stalls of {:g} s a rank and day; tallies of {:g} kB; seed {}\n",
        options.hours, 100 * troubles.sigma, 100 * troubles.slow_share, troubles.slow_speed,
        troubles.stalls_a_day, troubles.stall_seconds, conditions.tally_bytes / 1000,
        conditions.seed);
}

void print_heading(const WorkKind& kind) {
    fmt::print("\n{}: {}\n", kind.name, kind.description);
    fmt::print("{:>6} {:>8} {:>7} {:>10} |{:>8} {:>8} {:>9} {:>8} {:>8} |{:>9} {:>8} {:>8}\n", "",
               "", "seconds", "", "lost to", "", "", "", "", "planning", "longest", "s in");
    fmt::print("{:>6} {:>8} {:>7} {:>10} |{:>8} {:>8} {:>9} {:>8} {:>8} |{:>9} {:>8} {:>8}\n",
               "ranks", "rounds", "a round", "efficiency", "waiting", "network", "planning",
               "stalls", "set-ups", "ms", "ms", "flight");
}

void print_row(std::size_t ranks, const Result& result) {
    const auto percent = [](double share) {
        return fmt::format("{:.2f} %", std::round(1e4 * share) / 100 + 0.0);
    };
    fmt::print("{:>6} {:>8} {:>7.1f} {:>10} |{:>8} {:>8} {:>9} {:>8} {:>8} |{:>9.2f} {:>8.1f} "
               "{:>8.1f}\n",
               ranks, result.rounds, result.elapsed / static_cast<double>(result.rounds),
               percent(result.efficiency), percent(result.waiting), percent(result.network),
               percent(result.planning), percent(result.stalled), percent(result.set_up),
               1e3 * result.planning_seconds, 1e3 * result.longest_planning, result.lost_by_kill);
    std::fflush(stdout);
}

int run(const Options& options) {
    print_conditions(options);
    bool enough = true;
    for (const WorkKind& kind : work_kinds()) {
        if (std::count(options.work.begin(), options.work.end(), kind.name) == 0) {
            continue;
        }
        print_heading(kind);
        for (const std::size_t ranks : options.ranks) {
            const Result result = simulate(options, kind, ranks);
            print_row(ranks, result);
            enough = enough && 100 * result.efficiency >= options.least_efficiency;
        }
    }
    return enough ? 0 : 1;
}

} // namespace
} // namespace primerank::simulate

int main(int argc, char** argv) {
    CLI::App app{"Plays the planner of rounds against simulated ranks and prints where their time "
                 "goes."};
    primerank::simulate::Options options;
    primerank::simulate::add_options(app, options);
    CLI11_PARSE(app, argc, argv);
    try {
        return primerank::simulate::run(options);
    } catch (const std::exception& error) {
        fmt::print(stderr, "simulate: {}\n", error.what());
        return 1;
    }
}
