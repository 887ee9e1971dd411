#pragma once

#include "commands/campaign_command.hpp"
#include "pi/pi_workload.hpp"

#include <functional>
#include <optional>

namespace primerank::commands {

/// What the tables of a campaign will take, known before they are built.
struct TablesForecast {
    double seconds = 0; ///< of the whole campaign, on one thread
    std::function<std::size_t(int)> rank_memory;
};

/// Of pi(x) alone, and of two things one after the other.
TablesForecast tables_forecast(uint128 x, const pi::Options& options = {});
TablesForecast operator+(const TablesForecast& first, const TablesForecast& second);

/// Tables of pi(x) are as large as the forecast and take a while: what cannot be is refused, or the
/// forecast is shown for --dry-run, before they are built. The threads of this rank; nothing when
/// the forecast was all that was asked for.
std::optional<unsigned> threads_for_tables(cluster::Ranks& ranks, const CampaignCommand& command,
                                           const TablesForecast& forecast);

} // namespace primerank::commands
