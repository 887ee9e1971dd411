#pragma once

#include "campaign/stop.hpp"
#include "cluster/node.hpp"
#include "commands/exit_code.hpp"
#include "files/lock_file.hpp"
#include "files/standard_output.hpp"
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
/// launcher started it. A Refusal is thrown on all ranks alike and passes through. Any other
/// exception is one rank's failure: it is told in one line, and all ranks are ended; quietly where
/// only the reader of standard output is gone.
template <class Run>
ExitCode with_communicator(const Run& run, cluster::Threading threading = cluster::Threading::one) {
    campaign::install_stop_handlers(); // before MPI starts: a signal must not find us without
    Ranks communicator(threading);
    std::string reason;
    ExitCode code = ExitCode::failed;
    try {
        return run(communicator);
    } catch (const Refusal&) {
        throw;
    } catch (const std::bad_alloc&) {
        reason = "out of memory";
    } catch (const files::OutputLost& lost) {
        if (communicator.size() == 1) {
            throw;
        }
        reason = dynamic_cast<const files::ReaderGone*>(&lost) == nullptr ? lost.what() : "";
        code = ExitCode::path;
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
    if (!reason.empty()) {
        fmt::print(stderr, "primerank: rank {} on {}: {}\n", communicator.rank(),
                   cluster::host_name(), reason);
    }
    std::fflush(nullptr);
    files::LockFile::remove_all();
    Ranks::abort(static_cast<int>(code));
}

} // namespace primerank::commands
