#include "commands/run.hpp"

namespace primerank::commands {

void warn_if_crowded(const cluster::Placement& placement) {
    if (placement.crowded_ranks > 0) {
        const cluster::RankPlace& place = placement.ranks.front();
        fmt::print(
            stderr,
            "primerank: warning: {} rank{} run{} more threads than processors are allowed to "
            "{} (rank 0: {} threads, {} processors); see mpirun's --bind-to and --map-by\n",
            placement.crowded_ranks, placement.crowded_ranks == 1 ? "" : "s",
            placement.crowded_ranks == 1 ? "s" : "", placement.crowded_ranks == 1 ? "it" : "them",
            place.threads, place.processors());
    }
}

Refusal stopped_early(const Interval& axis, uint128 frontier) {
    return {ExitCode::failed, fmt::format("stopped at {} of {}; nothing is kept without a journal",
                                          to_string(frontier), to_string(axis))};
}

} // namespace primerank::commands
