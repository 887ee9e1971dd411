#pragma once

#include "cluster/placement.hpp"
#include "law/any_workload.hpp"
#include "json/json.hpp"

#include <cstddef>
#include <functional>
#include <optional>

namespace primerank::commands {

/// What a campaign is expected to take before it starts.
struct NodeMemory {
    std::size_t largest_rank = 0; ///< bytes of the rank that takes most
    std::size_t largest_node = 0; ///< bytes of all ranks of the node that takes most
};

/// What the tables of a campaign will take, known before they are built.
struct TablesForecast {
    double seconds = 0; ///< of the whole campaign, on one thread
    std::function<std::size_t(int)> rank_memory;
};

/// rank_memory: bytes of a rank with so many threads.
NodeMemory node_memory(const cluster::Placement& placement,
                       const std::function<std::size_t(int)>& rank_memory);

/// Of ranks that share the axis by their threads. kept_bytes: see CampaignCommand.
NodeMemory node_memory(const cluster::Placement& placement, const law::AnyWorkload& workload,
                       double kept_bytes);

/// What both fit in, one after the other.
NodeMemory larger(const NodeMemory& first, const NodeMemory& second);

/// Throws Refusal when a node would need more than limit, or more than it has.
void require_memory(const NodeMemory& memory, std::optional<uint128> limit);

/// What --dry-run prints.
void print_forecast(const Json& question, const Interval& axis, double cost, double round_seconds,
                    const NodeMemory& memory, const cluster::Placement& placement);

/// The same of a workload, after which other things take so many seconds of one thread.
void print_forecast(const Json& question, const law::AnyWorkload& workload, double seconds,
                    const NodeMemory& memory, const cluster::Placement& placement);

} // namespace primerank::commands
