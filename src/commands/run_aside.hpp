#pragma once

#include "cluster/placement.hpp"
#include "cluster/ranks.hpp"
#include "commands/build_tables.hpp"
#include "commands/campaign_command.hpp"
#include "law/any_tally.hpp"

#include <optional>
#include <string>

namespace primerank::commands {

/// Runs a workload that is not the campaign itself but what it needs before or after: on all ranks,
/// with its progress shown and its audits, but nothing recorded. The whole tally on rank 0; nothing
/// on other ranks, nor where it was stopped. unit: what its headline counts. Throws Refusal when an
/// audit differs. Collective.
std::optional<law::AnyTally> run_aside(cluster::Ranks& ranks, const CampaignCommand& command,
                                       const cluster::Placement& placement, const std::string& unit,
                                       const MakeWorkload& make);

} // namespace primerank::commands
