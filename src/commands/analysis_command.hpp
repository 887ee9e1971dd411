#pragma once

#include "commands/run_command.hpp"
#include "law/erased.hpp"

#include <functional>
#include <memory>

namespace primerank::commands {

/// The whole of a campaign that writes nothing before its end: prepare, run, and on rank 0
/// report(tally, run). Collective.
template <law::Workload W>
ExitCode
run_analysis(cluster::Ranks& ranks, const CampaignCommand& command, const W& workload,
             const std::function<void(const typename W::Tally&, const report::RunInfo&)>& report) {
    return run_command(
        ranks, command, law::Erased(workload), [] { return std::make_unique<Output>(); },
        [&](const law::AnyTally& tally, Output&, const report::RunInfo& run) {
            report(tally.as<typename W::Tally>(), run);
        });
}

/// The same for a result that is a list of quantities.
template <law::Workload W>
ExitCode run_quantities(cluster::Ranks& ranks, const CampaignCommand& command, const W& workload,
                        const std::function<report::Result(const typename W::Tally&)>& result_of) {
    return run_analysis(ranks, command, workload,
                        [&](const typename W::Tally& tally, const report::RunInfo& run) {
                            report_result(command, result_of(tally), run);
                        });
}

} // namespace primerank::commands
