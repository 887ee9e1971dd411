#pragma once

#include "commands/common_options.hpp"
#include "commands/forecast.hpp"
#include "commands/paths.hpp"
#include "commands/run.hpp"
#include "report/result.hpp"

#include <functional>
#include <string>

namespace primerank::commands {

/// What the commands that run a campaign have in common.
struct CampaignCommand {
    std::string command;   ///< such as "count"
    report::Json question; ///< what was asked, apart from the interval
    std::string unit;      ///< what the headline counts
    CommonOptions options;
};

/// The layout is agreed and everything that can refuse has been asked: paths, memory.
template <campaign::Workload W, cluster::Communicator C>
cluster::Placement prepare(C& communicator, const CampaignCommand& command, const W& workload) {
    const cluster::Placement placement =
        cluster::place_ranks(communicator, command.options.threads);
    agree(communicator, [&] {
        require_writable(command.options.json);
        require_writable(command.options.csv);
        require_memory(node_memory(placement, workload), command.options.memory_limit());
        warn_if_crowded(placement);
    });
    return placement;
}

/// The question as results name it, interval included.
report::Json question_json(const CampaignCommand& command, const Interval& interval);

/// Prints and writes what rank 0 has in the end.
void report_result(const CampaignCommand& command, const Interval& interval,
                   const report::Result& result, const report::RunInfo& run);

/// The whole of a campaign that ends in one result: prepare, run, report.
template <campaign::Workload W, cluster::Communicator C>
ExitCode run_command(C& communicator, const CampaignCommand& command, const W& workload,
                     const std::function<report::Result(const typename W::Tally&)>& result_of) {
    const cluster::Placement placement = prepare(communicator, command, workload);
    const bool root = communicator.rank() == 0;
    if (command.options.dry_run) {
        if (root) {
            print_forecast(command.question, placement, workload);
        }
        return ExitCode::done;
    }
    const auto [outcome, run] =
        run_campaign(communicator, workload, command.options, placement, command.unit, {});
    if (root) {
        if (!outcome.complete) {
            throw stopped_early(workload.axis(), outcome.state.frontier);
        }
        report_result(command, workload.axis(), result_of(outcome.state.tally), run);
    }
    return ExitCode::done;
}

} // namespace primerank::commands
