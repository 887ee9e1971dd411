#pragma once

#include "campaign/engine.hpp"
#include "cluster/launcher.hpp"
#include "cluster/mpi_communicator.hpp"
#include "cluster/placement.hpp"
#include "cluster/serial_communicator.hpp"
#include "commands/common_options.hpp"
#include "commands/exit_code.hpp"
#include "report/progress.hpp"
#include "report/run_info.hpp"

#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <functional>
#include <new>
#include <string>
#include <utility>

namespace primerank::commands {

/// Calls run(communicator) with all ranks of this job, or with the one rank that it is when no
/// launcher started it; then MPI is not initialised at all, which saves 0.2 to 0.4 s. A Refusal is
/// thrown on all ranks alike and passes through. Any other exception is one rank's failure: it is
/// told in one line, and all ranks are ended.
template <class Run>
ExitCode with_communicator(const Run& run) {
    if (!cluster::detect_launch().parallel) {
        cluster::SerialCommunicator communicator;
        return run(communicator);
    }
    cluster::MpiCommunicator communicator;
    std::string reason;
    try {
        return run(communicator);
    } catch (const Refusal&) {
        throw;
    } catch (const std::bad_alloc&) {
        reason = "out of memory";
    } catch (const std::exception& error) {
        reason = error.what();
    }
    fmt::print(stderr, "primerank: rank {} on {}: {}\n", communicator.rank(), cluster::host_name(),
               reason);
    std::fflush(nullptr);
    cluster::MpiCommunicator::abort(static_cast<int>(ExitCode::failed));
}

/// Runs check on rank 0 and makes every rank throw the Refusal that it throws, if any: what only
/// rank 0 can see (files, forecasts) ends all ranks in order.
template <cluster::Communicator C>
void agree(C& communicator, const std::function<void()>& check) {
    ExitCode code = ExitCode::done;
    std::string sentence;
    if (communicator.rank() == 0) {
        try {
            check();
        } catch (const Refusal& refusal) {
            code = refusal.code();
            sentence = refusal.what();
        }
    }
    code = communicator.scatter(
        std::vector<ExitCode>(static_cast<std::size_t>(communicator.size()), code));
    if (code != ExitCode::done) {
        throw Refusal(code, sentence);
    }
}

/// A campaign's outcome with how it was run.
template <class Tally>
struct CampaignResult {
    campaign::Outcome<Tally> outcome;
    report::RunInfo run;
};

template <class C>
std::string mpi_library(const C& /*communicator*/) {
    if constexpr (std::is_same_v<C, cluster::MpiCommunicator>) {
        return cluster::MpiCommunicator::library_version();
    } else {
        return {};
    }
}

/// Runs a workload from the beginning of its axis on all ranks.
/// unit: what the workload's headline counts, for the progress display.
template <campaign::Workload W, cluster::Communicator C>
CampaignResult<typename W::Tally>
run_campaign(C& communicator, const W& workload, const CommonOptions& options,
             const cluster::Placement& placement, const std::string& unit,
             const typename campaign::Engine<W, C>::Commit& commit) {
    using Tally = typename W::Tally;
    const bool root = communicator.rank() == 0;
    report::ProgressDisplay display(root ? options.progress_style() : report::ProgressStyle::none,
                                    unit);
    campaign::install_stop_handlers();
    CampaignResult<Tally> result;
    result.run.started = std::chrono::system_clock::now();
    campaign::Settings settings;
    settings.threads = placement.threads;
    campaign::Engine<W, C> engine(workload, communicator, settings, display);
    result.outcome = engine.run({workload.axis().start, Tally{}}, commit);
    result.run.places = placement.ranks;
    result.run.totals = result.outcome.ranks;
    result.run.rounds = result.outcome.rounds;
    result.run.seconds = result.outcome.seconds;
    result.run.complete = result.outcome.complete;
    result.run.mpi = mpi_library(communicator);
    return result;
}

/// What rank 0 says on stderr before the work: threads beyond the processors that a rank may use.
void warn_if_crowded(const cluster::Placement& placement);

/// How a campaign that stopped before its end leaves. Without a journal nothing is kept.
Refusal stopped_early(const Interval& axis, uint128 frontier);

} // namespace primerank::commands
