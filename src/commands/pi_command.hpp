#pragma once

#include "commands/run_command.hpp"
#include "commands/tables_forecast.hpp"
#include "law/erased.hpp"
#include "pi/builders.hpp"
#include "pi/pi_workload.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace primerank::commands {

/// Builds a workload with tables of pi where it is to be kept.
template <law::Workload W>
MakeWorkload making(std::optional<W>& workload, std::function<W(const pi::Builders&)> make) {
    return [&workload, make = std::move(make)](
               int threads,
               const std::function<bool()>& stopped) -> std::unique_ptr<law::AnyWorkload> {
        try {
            workload.emplace(make({static_cast<unsigned>(threads), stopped}));
        } catch (const pi::BuildingStopped&) {
            return nullptr;
        }
        return std::make_unique<law::Erased<W>>(*workload);
    };
}

/// The whole of a campaign with tables of pi. make: builds the workload; report(workload, tally,
/// run): on rank 0. Collective.
template <law::Workload W>
ExitCode run_pi_analysis(
    cluster::Ranks& ranks, const CampaignCommand& command, const TablesForecast& forecast,
    const std::function<W(const pi::Builders&)>& make,
    const std::function<void(const W&, const typename W::Tally&, const report::RunInfo&)>& report) {
    std::optional<W> workload;
    return run_with_tables(ranks, command, forecast, making(workload, make),
                           [&](const law::AnyTally& tally, const report::RunInfo& run) {
                               report(*workload, tally.as<typename W::Tally>(), run);
                           });
}

} // namespace primerank::commands
