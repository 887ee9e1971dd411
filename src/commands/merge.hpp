#pragma once

#include "commands/campaign_command.hpp"

#include <string>
#include <vector>

namespace primerank::commands {

/// How a command reports what journals hold: the question as it was asked, the tallies of adjacent
/// parts in order and as the journals have them, and the jobs that recorded them.
using ReportMerged = void (*)(const CampaignCommand& command,
                              const std::vector<std::string>& tallies, const report::RunInfo& run);

void report_merged_counts(const CampaignCommand& command, const std::vector<std::string>& tallies,
                          const report::RunInfo& run);
void report_merged_sums(const CampaignCommand& command, const std::vector<std::string>& tallies,
                        const report::RunInfo& run);
void report_merged_gaps(const CampaignCommand& command, const std::vector<std::string>& tallies,
                        const report::RunInfo& run);

} // namespace primerank::commands
