#include "commands/campaign_run.hpp"

#include "campaign/stop.hpp"
#include "commands/exit_code.hpp"
#include "files/text.hpp"
#include "report/numerals.hpp"

#include <fmt/format.h>
#include <system_error>
#include <utility>

namespace primerank::commands {

namespace {

/// A server lets go of the locks of a node that died when their lease ends, which lasts 90 s.
files::Patience until_lease_ends() {
    constexpr double patience = 100;
    return [told = false](const files::LockHeld& held, double seconds) mutable {
        if (!held.may_expire() || seconds >= patience || campaign::stop_requested()) {
            return false;
        }
        if (!std::exchange(told, true)) {
            fmt::print(stderr, "primerank: journal {}; waiting for up to {} s, should it be dead\n",
                       held.what(), patience);
        }
        return true;
    };
}

} // namespace

campaign::Journal open_journal(const std::string& path, const Json& question,
                               const Interval& axis) {
    try {
        campaign::Journal journal(path, question, axis, until_lease_ends());
        if (journal.locked_by_file()) {
            fmt::print(stderr,
                       "primerank: warning: the file system of '{0}' keeps no locks; '{0}.lock' "
                       "beside it keeps other jobs out\n",
                       files::printable(path));
        }
        if (journal.cut_off() > 0) {
            fmt::print(stderr,
                       "primerank: journal '{}': a truncated last record ({} bytes, left by a "
                       "crash) was cut off\n",
                       files::printable(path), journal.cut_off());
        }
        return journal;
    } catch (const campaign::JournalLocked& locked) {
        throw Refusal(ExitCode::to_continue,
                      fmt::format("{}; the same command continues once it is free", locked.what()));
    } catch (const campaign::JournalRefused& refused) {
        throw Refusal(ExitCode::journal, refused.what());
    } catch (const std::system_error& error) {
        throw Refusal(ExitCode::path, error.what());
    }
}

campaign::Job this_job(const cluster::Placement& placement) {
    campaign::Job job;
    job.ranks = static_cast<int>(placement.ranks.size());
    job.threads = placement.total_threads();
    job.hosts = placement.hosts();
    job.started = report::utc(std::chrono::system_clock::now());
    return job;
}

} // namespace primerank::commands
