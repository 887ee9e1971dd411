#pragma once

#include "cluster/ranks.hpp"
#include "commands/exit_code.hpp"

#include <functional>

namespace primerank::commands {

/// Calls run(ranks) with all ranks of this job, or with the one rank that it is when no launcher
/// started it, and returns or throws on rank 0 what run does; the other ranks are done. A Refusal,
/// or an UnfitNode, is thrown on all ranks alike. Any other exception is one rank's failure: it is
/// told in one line, and all ranks are ended, quietly where only the reader of standard output is
/// gone. Refuses to begin where a launcher started tasks that
/// MPI knows nothing of. Collective.
ExitCode on_ranks(const std::function<ExitCode(cluster::Ranks&)>& run,
                  cluster::Threading threading = cluster::Threading::one);

/// Runs check on rank 0 and makes every rank throw the Refusal that it throws, if any: what only
/// rank 0 can see (files, forecasts) ends all ranks in order. What it throws for an argument or a
/// path is made a Refusal. Collective.
void agree(cluster::Ranks& ranks, const std::function<void()>& check);

} // namespace primerank::commands
