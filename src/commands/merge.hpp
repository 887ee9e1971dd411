#pragma once

#include "commands/campaign_command.hpp"
#include "list/tally.hpp"

#include <string>
#include <vector>

namespace primerank::commands {

/// How a command reports what journals hold: the question as it was asked, the tallies of adjacent
/// parts in order and as the journals have them, and the jobs that recorded them.
using ReportMerged = void (*)(const CampaignCommand& command,
                              const std::vector<std::string>& tallies, const report::RunInfo& run);

/// A part of a list: where its journal says it was written, and what it holds.
struct ListPart {
    std::string journal; ///< path
    std::string file;    ///< path; empty when the journal does not say
    Interval interval;
    list::ListTally tally;
};

/// Joins the parts of a list, in order, in one file and reports what it holds.
void merge_lists(const CampaignCommand& command, const std::vector<ListPart>& parts,
                 const std::string& output, const report::RunInfo& run);

void report_merged_counts(const CampaignCommand& command, const std::vector<std::string>& tallies,
                          const report::RunInfo& run);
void report_merged_sums(const CampaignCommand& command, const std::vector<std::string>& tallies,
                        const report::RunInfo& run);
void report_merged_residues(const CampaignCommand& command, const std::vector<std::string>& tallies,
                            const report::RunInfo& run);
void report_merged_gaps(const CampaignCommand& command, const std::vector<std::string>& tallies,
                        const report::RunInfo& run);

} // namespace primerank::commands
