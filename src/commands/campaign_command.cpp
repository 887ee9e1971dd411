#include "commands/campaign_command.hpp"

#include "files/standard_output.hpp"
#include "report/json_report.hpp"

#include <fmt/core.h>

namespace primerank::commands {

Json CampaignCommand::explained_question() const {
    Json explained = question;
    if (!why.empty()) {
        explained["why"] = why;
    }
    return explained;
}

Json CampaignCommand::full_question() const {
    Json full = {{"command", command},
                 {"start", to_string(interval.start)},
                 {"stop", to_string(interval.stop)}};
    if (const uint128 from = origin(); from != 0) {
        full["origin"] = to_string(from);
    }
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

std::unique_ptr<report::CsvFile> open_csv(const CommonOptions& options,
                                          const std::vector<std::string>& columns,
                                          std::uint64_t bytes) {
    require_continuable_csv(options);
    if (options.csv.empty()) {
        return nullptr;
    }
    try {
        return bytes == 0 ? std::make_unique<report::CsvFile>(options.csv, columns)
                          : std::make_unique<report::CsvFile>(options.csv, bytes);
    } catch (const std::runtime_error& error) {
        throw Refusal(ExitCode::path, error.what());
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

} // namespace primerank::commands
