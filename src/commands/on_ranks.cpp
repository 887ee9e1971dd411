#include "commands/on_ranks.hpp"

#include "campaign/stop.hpp"
#include "cluster/launcher.hpp"
#include "cluster/placement.hpp"
#include "cluster/start.hpp"
#include "files/lock_file.hpp"
#include "files/standard_output.hpp"
#include "files/text.hpp"
#include "list/damaged_list.hpp"

#include <cstdio>
#include <exception>
#include <fmt/core.h>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <system_error>

namespace primerank::commands {

ExitCode on_ranks(const std::function<ExitCode(cluster::Ranks&)>& run,
                  cluster::Threading threading) {
    campaign::install_stop_handlers(); // before MPI starts: a signal must not find us without
    const std::unique_ptr<cluster::Ranks> ranks = cluster::start_ranks(threading);
    if (const std::string why = cluster::missing_ranks(cluster::detect_launch(), ranks->size(),
                                                       ranks->library_version());
        !why.empty()) {
        throw Refusal(ExitCode::refused, why);
    }
    const bool root = ranks->rank() == 0;
    std::string reason;
    ExitCode code = ExitCode::failed;
    try {
        const ExitCode end = run(*ranks);
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
    } catch (const files::OutputLost& lost) {
        if (ranks->size() == 1) {
            throw;
        }
        reason = dynamic_cast<const files::ReaderGone*>(&lost) == nullptr ? lost.what() : "";
        code = ExitCode::path;
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
    if (ranks->size() == 1) {
        throw Refusal(code, reason);
    }
    if (!reason.empty()) {
        fmt::print(stderr, "primerank: rank {} on {}: {}\n", ranks->rank(),
                   cluster::short_name(cluster::host_name()), files::printable(reason));
    }
    std::fflush(nullptr);
    files::LockFile::remove_all();
    ranks->abort(static_cast<int>(code));
    return code; // GCC does not see that a virtual function never returns
}

void agree(cluster::Ranks& ranks, const std::function<void()>& check) {
    ExitCode code = ExitCode::done;
    std::string sentence;
    if (ranks.rank() == 0) {
        try {
            check();
        } catch (const Refusal& refusal) {
            code = refusal.code();
            sentence = refusal.what();
        } catch (const std::invalid_argument& error) {
            code = ExitCode::refused;
            sentence = error.what();
        } catch (const std::system_error& error) {
            code = ExitCode::path;
            sentence = error.what();
        }
    }
    code = cluster::from_root(ranks, code);
    if (code != ExitCode::done) {
        throw Refusal(code, sentence);
    }
}

} // namespace primerank::commands
