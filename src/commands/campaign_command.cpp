#include "commands/campaign_command.hpp"

#include "commands/forecast.hpp"
#include "commands/on_ranks.hpp"
#include "files/standard_output.hpp"

#include <fmt/format.h>
#include <optional>

namespace primerank::commands {

Json CampaignCommand::full_question() const {
    Json full = {{"command", command},
                 {"start", to_string(interval.start)},
                 {"stop", to_string(interval.stop)}};
    full.update(question);
    if (!options.shard.empty()) {
        full["shard"] = options.shard_name();
    }
    return full;
}

void warn_if_crowded(const cluster::Placement& placement) {
    if (placement.crowded_ranks > 0) {
        const cluster::RankPlace& place = placement.ranks.front();
        const bool one = placement.crowded_ranks == 1;
        fmt::print(stderr,
                   "primerank: warning: {} rank{} more threads than processors are allowed to {} "
                   "(rank 0: {} threads, {} processors); see mpirun's --bind-to and --map-by\n",
                   placement.crowded_ranks, one ? " runs" : "s run", one ? "it" : "them",
                   place.threads, place.processors());
    }
}

Refusal stopped_early(const CampaignCommand& command, const Interval& axis, uint128 frontier,
                      const report::RunInfo& run) {
    const CommonOptions& options = command.options;
    if (!options.json.empty()) {
        report::write_json(options.json, report::document(command.command, command.full_question(),
                                                          {}, command.unit, run));
    }
    const std::string where =
        fmt::format("stopped at {} of {}", to_string(frontier), to_string(axis));
    return options.journal.empty()
               ? Refusal(ExitCode::failed, where + "; nothing is kept without --journal")
               : Refusal(ExitCode::to_continue, where + "; the same command continues from there");
}

Refusal audit_failed(const campaign::AuditDifference& difference,
                     const cluster::Placement& placement) {
    const auto& ranks = placement.ranks;
    return {ExitCode::audit,
            fmt::format("audit: chunk {} came out differently on rank {} ({}) and on rank {} ({}); "
                        "what was recorded before it stands",
                        to_string(difference.chunk), difference.rank, ranks[difference.rank].host(),
                        difference.auditor, ranks[difference.auditor].host())};
}

namespace {

void write_result(const CampaignCommand& command, const report::Result& result,
                  const report::RunInfo& run) {
    const CommonOptions& options = command.options;
    if (!options.csv.empty()) {
        report::write_result_csv(options.csv, result, command.axis());
    }
    if (!options.json.empty()) {
        report::write_json(options.json,
                           report::document(command.command, command.full_question(),
                                            report::result_json(result), command.unit, run));
    }
}

} // namespace

void report_result(const CampaignCommand& command, const report::Result& result,
                   const report::RunInfo& run) {
    write_result(command, result, run);
    if (command.options.take_stdout()) {
        return;
    }
    if (command.options.quiet) {
        for (const report::Quantity& quantity : result) {
            files::standard_output().print("{}\n", quantity.digits);
        }
    } else {
        files::standard_output().print(
            "{}", report::result_text(result, command.unit, command.axis(), run));
    }
}

void report_quantities(const CampaignCommand& command, const std::string& title,
                       const report::Result& result, const std::string& note,
                       const report::RunInfo& run) {
    write_result(command, result, run);
    if (command.options.take_stdout()) {
        return;
    }
    if (command.options.quiet) {
        files::standard_output().print("{}\n", result.front().digits);
    } else {
        files::standard_output().print("{}{}{}{}", report::quantity_table(title, result), note,
                                       note.empty() ? "" : "\n", report::run_lines(run));
    }
}

ExitCode run_command(
    cluster::Ranks& ranks, const CampaignCommand& command, const campaign::AnyWorkload& workload,
    const std::function<std::unique_ptr<Output>()>& output,
    const std::function<void(const campaign::AnyTally&, Output&, const report::RunInfo&)>& report) {
    const CommonOptions& options = command.options;
    const cluster::Placement placement = cluster::place_ranks(ranks, options.threads);
    const bool root = ranks.rank() == 0;
    if (options.dry_run) {
        if (root) {
            print_forecast(command.question, placement, workload);
        }
        return ExitCode::done;
    }
    std::unique_ptr<Output> written;
    std::optional<Record> record;
    agree(ranks, [&] {
        require_usable_files(options, command.files);
        require_memory(node_memory(placement, workload), options.memory_limit());
        warn_if_crowded(placement);
        written = output();
        record.emplace(options.journal, command.full_question(), workload, *written);
    });
    const auto [outcome, run] = run_campaign(ranks, workload, options, placement, command.unit,
                                             record ? &*record : nullptr);
    agree(ranks, [&, &outcome = outcome, &run = run] {
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

} // namespace primerank::commands
