#pragma once

#include "cluster/ranks.hpp"
#include "commands/build_tables.hpp"
#include "commands/campaign_command.hpp"
#include "commands/forecast.hpp"
#include "law/any_workload.hpp"

#include <functional>
#include <memory>

namespace primerank::commands {

/// Prints and writes what rank 0 has in the end.
using Report = std::function<void(const law::AnyTally&, Output&, const report::RunInfo&)>;

/// The whole of a campaign: agree on the layout, refuse what must be refused before any work, run
/// from where the journal stands, and report. Collective.
/// output: makes what the command writes as rounds complete; called on rank 0 only.
/// report: called on rank 0 only.
ExitCode run_command(cluster::Ranks& ranks, const CampaignCommand& command,
                     const law::AnyWorkload& workload,
                     const std::function<std::unique_ptr<Output>()>& output, const Report& report);

/// The same for a workload whose tables take a while to build, and much memory: what cannot be is
/// refused, or shown for --dry-run, before; the journal is open and signals and the deadline are
/// heard while they are built.
ExitCode
run_with_tables(cluster::Ranks& ranks, const CampaignCommand& command,
                const TablesForecast& forecast, const MakeWorkload& make,
                const std::function<void(const law::AnyTally&, const report::RunInfo&)>& report);

} // namespace primerank::commands
