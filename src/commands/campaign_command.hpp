#pragma once

#include "commands/campaign_run.hpp"
#include "commands/command_files.hpp"
#include "commands/common_options.hpp"
#include "commands/exit_code.hpp"
#include "numbers/origin.hpp"
#include "report/csv_file.hpp"
#include "report/result.hpp"

#include <cstdint>
#include <memory>
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
    std::string why{};                     ///< why this method, for a dry run; may be empty
    double kept_bytes = 0; ///< that rank 0 gathers up to the end, beside fixed sizes

    /// The part of the interval that this run is for: all of it, or a shard.
    [[nodiscard]] Interval axis() const { return options.part_of(interval); }

    /// What the numbers in tallies are counted from.
    [[nodiscard]] uint128 origin() const { return origin_of(interval); }

    /// The question without command and interval, and why this method, where that is known.
    [[nodiscard]] Json explained_question() const;

    /// The question as results and journals name it: command, interval, and the rest.
    [[nodiscard]] Json full_question() const;
};

/// What rank 0 says on stderr before the work: threads beyond the processors that a rank may use.
void warn_if_crowded(const cluster::Placement& placement);

/// The CSV that a campaign writes as it goes, from where it had so many bytes, or from its
/// beginning; nothing without --csv. Throws Refusal, std::invalid_argument.
std::unique_ptr<report::CsvFile> open_csv(const CommonOptions& options,
                                          const std::vector<std::string>& columns,
                                          std::uint64_t bytes);

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

} // namespace primerank::commands
