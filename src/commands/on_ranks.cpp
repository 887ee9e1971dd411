#include "commands/on_ranks.hpp"

#include "campaign/stop.hpp"
#include "cluster/node.hpp"
#include "cluster/start.hpp"
#include "list/damaged_list.hpp"

#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <memory>
#include <new>
#include <string>
#include <system_error>

namespace primerank::commands {

ExitCode on_ranks(const std::function<ExitCode(cluster::Ranks&)>& run,
                  cluster::Threading threading) {
    campaign::install_stop_handlers(); // before MPI starts: a signal must not find us without
    const std::unique_ptr<cluster::Ranks> ranks = cluster::start_ranks(threading);
    std::string reason;
    ExitCode code = ExitCode::failed;
    try {
        return run(*ranks);
    } catch (const Refusal&) {
        throw;
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
    fmt::print(stderr, "primerank: rank {} on {}: {}\n", ranks->rank(), cluster::host_name(),
               reason);
    std::fflush(nullptr);
    ranks->abort(static_cast<int>(code));
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
        }
    }
    code = cluster::from_root(ranks, code);
    if (code != ExitCode::done) {
        throw Refusal(code, sentence);
    }
}

} // namespace primerank::commands
