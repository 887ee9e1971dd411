#pragma once

#include "campaign/stop.hpp"
#include "cluster/launcher.hpp"
#include "cluster/placement.hpp"
#include "commands/exit_code.hpp"
#include "list/damaged_list.hpp"

#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <new>
#include <string>
#include <system_error>

// What includes this is compiled once for each of the two programs, and nothing else depends on
// which of them it is in: primerank, where PRIMERANK_ON_MPI is 0, and primerank-mpi, where it is 1.
#ifndef PRIMERANK_ON_MPI
#error "list this file among those that run on ranks, in src/commands/CMakeLists.txt"
#elif PRIMERANK_ON_MPI
#include "cluster/mpi_communicator.hpp"
namespace primerank::commands {
using Ranks = cluster::MpiCommunicator;
} // namespace primerank::commands
#else
#include "cluster/serial_communicator.hpp"
namespace primerank::commands {
using Ranks = cluster::SerialCommunicator;
} // namespace primerank::commands
#endif

namespace primerank::commands {

/// Calls run(communicator) with all ranks of this job, or with the one rank that it is when no
/// launcher started it, and returns or throws on rank 0 what run does; the other ranks are done. A
/// Refusal, or an UnfitNode, is thrown on all ranks alike. Any other exception is one rank's
/// failure: it is told in one line, and all ranks are ended. Refuses to begin where a launcher
/// started tasks that MPI knows nothing of.
template <class Run>
ExitCode with_communicator(const Run& run, cluster::Threading threading = cluster::Threading::one) {
    campaign::install_stop_handlers(); // before MPI starts: a signal must not find us without
    Ranks communicator(threading);
    if (const std::string why = cluster::missing_ranks(
            cluster::detect_launch(), communicator.size(), Ranks::library_version());
        !why.empty()) {
        throw Refusal(ExitCode::refused, why);
    }
    const bool root = communicator.rank() == 0;
    std::string reason;
    ExitCode code = ExitCode::failed;
    try {
        const ExitCode end = run(communicator);
        return root ? end : ExitCode::done;
    } catch (const Refusal&) {
        if (root) {
            throw;
        }
        return ExitCode::done;
    } catch (const cluster::UnfitNode& unfit) {
        if (root) {
            throw Refusal(ExitCode::refused, unfit.what());
        }
        return ExitCode::done;
    } catch (const std::bad_alloc&) {
        reason = "out of memory";
    } catch (const list::DamagedList& error) {
        reason = error.what();
        code = ExitCode::path;
    } catch (const std::system_error& error) {
        reason = error.what();
        code = ExitCode::path;
    } catch (const std::exception& error) {
        reason = error.what();
    }
    if (communicator.size() == 1) {
        throw Refusal(code, reason);
    }
    fmt::print(stderr, "primerank: rank {} on {}: {}\n", communicator.rank(),
               cluster::short_name(cluster::host_name()), reason);
    std::fflush(nullptr);
    Ranks::abort(static_cast<int>(code));
}

} // namespace primerank::commands
