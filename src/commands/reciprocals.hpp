#pragma once

#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "tally/reciprocal_sum.hpp"

#include <string>
#include <vector>

namespace primerank::commands {

/// `sum --power -1` of primes, or of twins. step: --by, if it was given.
/// Throws std::invalid_argument for a step that is not legal.
Action prepare_reciprocals(CampaignCommand command, tally::ReciprocalsOf what, sieve::Method method,
                           const std::string& step);

/// What --of says.
tally::ReciprocalsOf reciprocals_of(const std::string& of);

void report_merged_reciprocals(const CampaignCommand& command,
                               const std::vector<std::string>& tallies, const report::RunInfo& run);

} // namespace primerank::commands
