#pragma once

#include "campaign/engine.hpp"
#include "campaign/pieces.hpp"
#include "cluster/placement.hpp"
#include "report/json_report.hpp"

#include <cstddef>
#include <functional>
#include <optional>

namespace primerank::commands {

/// What a campaign is expected to take before it starts.
struct NodeMemory {
    std::size_t largest_rank = 0; ///< bytes of the rank that takes most
    std::size_t largest_node = 0; ///< bytes of all ranks of the node that takes most
};

/// rank_memory: bytes of a rank with so many threads.
NodeMemory node_memory(const cluster::Placement& placement,
                       const std::function<std::size_t(int)>& rank_memory);

/// Of ranks that share the axis by their threads.
template <campaign::Workload W>
NodeMemory node_memory(const cluster::Placement& placement, const W& workload) {
    return node_memory(placement, [&](int threads) {
        if constexpr (requires { workload.memory(threads, workload.axis().width()); }) {
            Interval chunk = workload.axis();
            const auto share = static_cast<unsigned>(placement.total_threads() / threads);
            chunk.stop = chunk.start + chunk.width() / share;
            return workload.memory(threads, campaign::widest_piece(workload, threads, chunk));
        } else {
            return workload.memory(threads);
        }
    });
}

/// Throws Refusal when a node would need more than limit, or more than it has.
void require_memory(const NodeMemory& memory, std::optional<uint128> limit);

/// What --dry-run prints.
void print_forecast(const Json& question, const Interval& axis, double cost, double round_seconds,
                    const NodeMemory& memory, const cluster::Placement& placement);

template <campaign::Workload W>
void print_forecast(const Json& question, const cluster::Placement& placement, const W& workload) {
    const Interval axis = workload.axis();
    print_forecast(question, axis, axis.empty() ? 0 : workload.cost(axis),
                   campaign::plan_settings(workload, placement.ranks.size()).round_seconds,
                   node_memory(placement, workload), placement);
}

} // namespace primerank::commands
