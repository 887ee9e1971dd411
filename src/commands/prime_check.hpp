#pragma once

#include "cluster/placement.hpp"
#include "cluster/ranks.hpp"
#include "commands/campaign_command.hpp"
#include "commands/campaign_run.hpp"
#include "commands/forecast.hpp"
#include "law/any_workload.hpp"

#include <cstdint>
#include <optional>

namespace primerank::commands {

/// What comparing the number of primes that a campaign has met with pi(stop - 1) - pi(start - 1)
/// will take, both of the axis that this run is for. Nothing where it is not asked for: --check
/// none, or auto and it would take more than a hundredth of the work, or more memory than there is.
/// Throws Refusal for --check pi where the campaign does not meet all primes. Collective: the same
/// on all ranks.
std::optional<TablesForecast> forecast_check(cluster::Ranks& ranks, const CampaignCommand& command,
                                             const law::AnyWorkload& workload,
                                             const cluster::Placement& placement);

/// Compares, at the end of a complete campaign, and records in the journal that it was done; what
/// the journal has is not done again. The digits of both numbers, on rank 0; empty when it was
/// stopped and nothing is lost by that. Throws Refusal where they differ, and where it was stopped
/// and the same command can continue. met: on rank 0. Collective.
std::string check_by_pi(cluster::Ranks& ranks, const CampaignCommand& command,
                        const cluster::Placement& placement, std::uint64_t met, Record* record);

} // namespace primerank::commands
