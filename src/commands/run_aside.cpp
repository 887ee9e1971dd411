#include "commands/run_aside.hpp"

#include "commands/campaign_run.hpp"
#include "commands/on_ranks.hpp"

#include <utility>

namespace primerank::commands {

std::optional<law::AnyTally> run_aside(cluster::Ranks& ranks, const CampaignCommand& command,
                                       const cluster::Placement& placement, const std::string& unit,
                                       const MakeWorkload& make) {
    const auto workload =
        build_tables(ranks, placement.threads, command.options.seconds_to_deadline(), make);
    if (!workload) {
        return std::nullopt;
    }
    std::optional<Record> record;
    Output nothing;
    if (ranks.rank() == 0) {
        record.emplace("", Json::object());
        record->start(*workload, nothing);
    }
    campaign::Outcome outcome = run_campaign(ranks, *workload, command.options, placement, unit,
                                             record ? &*record : nullptr)
                                    .outcome;
    agree(ranks, [&] {
        if (outcome.difference) {
            throw audit_failed(*outcome.difference, placement);
        }
    });
    if (ranks.rank() != 0 || !outcome.complete) {
        return std::nullopt;
    }
    return std::move(outcome.state.tally);
}

} // namespace primerank::commands
