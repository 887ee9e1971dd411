#include "commands/campaign_run.hpp"

#include "commands/exit_code.hpp"
#include "report/numerals.hpp"

#include <fmt/format.h>
#include <system_error>

namespace primerank::commands {

campaign::Journal open_journal(const std::string& path, const Json& question,
                               const Interval& axis) {
    try {
        campaign::Journal journal(path, question, axis);
        if (journal.cut_off() > 0) {
            fmt::print(stderr,
                       "primerank: journal '{}': a truncated last record ({} bytes, left by a "
                       "crash) was cut off\n",
                       path, journal.cut_off());
        }
        return journal;
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
