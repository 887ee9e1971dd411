#pragma once

#include "commands/agree.hpp"
#include "commands/campaign_run.hpp"
#include "commands/command_files.hpp"
#include "commands/common_options.hpp"
#include "commands/forecast.hpp"
#include "report/result.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace primerank::commands {

/// What the commands that run a campaign have in common.
struct CampaignCommand {
    std::string command;            ///< such as "count"
    Interval interval;              ///< that the question is about
    Json question = Json::object(); ///< what was asked, apart from the interval
    std::string unit;               ///< what the headline counts
    CommonOptions options;
    std::vector<files::NamedFile> files{}; ///< beside those of the options

    /// The part of the interval that this run is for: all of it, or a shard.
    [[nodiscard]] Interval axis() const { return options.part_of(interval); }

    /// The question as results and journals name it: command, interval, and the rest.
    [[nodiscard]] Json full_question() const;
};

/// What rank 0 says on stderr before the work: threads beyond the processors that a rank may use.
void warn_if_crowded(const cluster::Placement& placement);

/// How a campaign that stopped before its end leaves: written to --json, thrown on all ranks.
Refusal stopped_early(const CampaignCommand& command, const Interval& axis, uint128 frontier,
                      const report::RunInfo& run);

/// How an audit that failed is told.
Refusal audit_failed(const campaign::AuditDifference& difference,
                     const cluster::Placement& placement);

/// Prints and writes what rank 0 has in the end.
void report_result(const CampaignCommand& command, const report::Result& result,
                   const report::RunInfo& run);

/// The same for a result that is not the sum of what each rank has counted: quantities under a
/// title, and a note for people below them, or nothing. Quiet, only the first quantity.
void report_quantities(const CampaignCommand& command, const std::string& title,
                       const report::Result& result, const std::string& note,
                       const report::RunInfo& run);

/// The whole of a campaign: agree on the layout, refuse what must be refused before any work, run
/// from where the journal stands, and report.
/// output: makes what the command writes as rounds complete; called on rank 0 only.
/// report: prints and writes the final result; called on rank 0 only.
template <campaign::Workload W, cluster::Communicator C>
ExitCode run_command(C& communicator, const CampaignCommand& command, const W& workload,
                     const std::function<std::unique_ptr<Output<typename W::Tally>>()>& output,
                     const std::function<void(const typename W::Tally&, Output<typename W::Tally>&,
                                              const report::RunInfo&)>& report) {
    using Tally = typename W::Tally;
    const CommonOptions& options = command.options;
    const cluster::Placement placement = cluster::place_ranks(communicator, options.threads);
    const bool root = communicator.rank() == 0;
    if (options.dry_run) {
        if (root) {
            print_forecast(command.question, placement, workload);
        }
        return ExitCode::done;
    }
    std::unique_ptr<Output<Tally>> written;
    std::optional<Record<Tally>> record;
    agree(communicator, [&] {
        require_usable_files(options, command.files);
        require_memory(node_memory(placement, workload), options.memory_limit());
        warn_if_crowded(placement);
        written = output();
        record.emplace(options.journal, command.full_question(), workload.axis(), *written);
    });
    const auto [outcome, run] = run_campaign(communicator, workload, options, placement,
                                             command.unit, record ? &*record : nullptr);
    agree(communicator, [&, &outcome = outcome, &run = run] {
        if (outcome.difference) {
            throw audit_failed(*outcome.difference, placement);
        }
        if (!outcome.complete) {
            throw stopped_early(command, workload.axis(), outcome.state.frontier, run);
        }
    });
    if (root) {
        report(outcome.state.tally, *written, run);
    }
    return ExitCode::done;
}

/// The same for a campaign that writes nothing before its end.
template <campaign::Workload W, cluster::Communicator C>
ExitCode run_command(C& communicator, const CampaignCommand& command, const W& workload,
                     const std::function<report::Result(const typename W::Tally&)>& result_of) {
    using Tally = typename W::Tally;
    return run_command<W, C>(
        communicator, command, workload, [] { return std::make_unique<Output<Tally>>(); },
        [&](const Tally& tally, Output<Tally>&, const report::RunInfo& run) {
            report_result(command, result_of(tally), run);
        });
}

} // namespace primerank::commands
