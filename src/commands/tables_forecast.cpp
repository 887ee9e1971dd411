#include "commands/tables_forecast.hpp"

#include "campaign/planner.hpp"
#include "commands/command_files.hpp"
#include "commands/forecast.hpp"
#include "commands/on_ranks.hpp"

namespace primerank::commands {

TablesForecast tables_forecast(uint128 x, const pi::Options& options) {
    return {pi::seconds_forecast(x), [=](int threads) -> std::size_t {
                return pi::memory_forecast(x, static_cast<unsigned>(threads), options);
            }};
}

TablesForecast operator+(const TablesForecast& first, const TablesForecast& second) {
    return {first.seconds + second.seconds, [a = first.rank_memory, b = second.rank_memory](
                                                int threads) { return a(threads) + b(threads); }};
}

std::optional<unsigned> threads_for_tables(cluster::Ranks& ranks, const CampaignCommand& command,
                                           const TablesForecast& forecast) {
    const CommonOptions& options = command.options;
    const cluster::Placement placement = cluster::place_ranks(ranks, options.threads);
    if (options.dry_run) {
        if (ranks.rank() == 0) {
            print_forecast(command.question, command.interval, forecast.seconds,
                           campaign::PlanSettings::for_ranks(placement.ranks.size()).round_seconds,
                           node_memory(placement, forecast.rank_memory), placement);
        }
        return std::nullopt;
    }
    agree(ranks, [&] {
        require_usable_files(options);
        require_memory(node_memory(placement, forecast.rank_memory), options.memory_limit());
    });
    return static_cast<unsigned>(placement.threads);
}

} // namespace primerank::commands
