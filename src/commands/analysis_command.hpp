#pragma once

#include "commands/campaign_command.hpp"

#include <functional>
#include <memory>

namespace primerank::commands {

/// The whole of a campaign whose result is more than a list of quantities: prepare, run, and on
/// rank 0 report(tally, run).
template <campaign::Workload W, cluster::Communicator C>
ExitCode
run_analysis(C& communicator, const CampaignCommand& command, const W& workload,
             const std::function<void(const typename W::Tally&, const report::RunInfo&)>& report) {
    using Tally = typename W::Tally;
    return run_command<W, C>(
        communicator, command, workload, [] { return std::make_unique<Output<Tally>>(); },
        [&](const Tally& tally, Output<Tally>&, const report::RunInfo& run) {
            report(tally, run);
        });
}

} // namespace primerank::commands
