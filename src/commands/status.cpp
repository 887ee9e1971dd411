#include "cluster/launcher.hpp"
#include "commands/application.hpp"
#include "commands/journals.hpp"
#include "files/standard_output.hpp"
#include "report/json_report.hpp"
#include "report/numerals.hpp"
#include "report/text_table.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <memory>
#include <string>

namespace primerank::commands {
namespace {

struct StatusOptions {
    std::string journal;
    bool quiet = false;
};

void print_question(const Json& question) {
    for (const auto& [key, value] : question.items()) {
        files::standard_output().print("{:<10}{}\n", key,
                                       value.is_string() ? value.get<std::string>() : value.dump());
    }
}

void print_jobs(const campaign::Journal& journal) {
    using Align = report::TextTable::Align;
    report::TextTable table({{"job", Align::right},
                             {"started", Align::left},
                             {"ranks", Align::right},
                             {"threads", Align::right},
                             {"recorded", Align::left},
                             {"time", Align::right},
                             {"hosts", Align::left}});
    std::size_t number = 0;
    for (const campaign::Job& job : journal.jobs()) {
        std::string hosts;
        for (const std::string& host : job.hosts) {
            hosts += (hosts.empty() ? "" : " ") + host;
        }
        table.add({std::to_string(number++), job.started, std::to_string(job.ranks),
                   std::to_string(job.threads), to_string(job.interval),
                   report::duration(job.seconds), hosts});
    }
    files::standard_output().print("\n{}", table.text());
}

/// How much there is to do: by cost, or by width in a journal that does not know the cost.
struct Work {
    double all = 0;
    double done = 0;
    double done_by_newest = 0; ///< of the jobs
    bool by_cost = false;
};

Work work_of(const campaign::Journal& journal) {
    Work work;
    work.by_cost = journal.cost() > 0;
    for (const campaign::Job& job : journal.jobs()) {
        work.done_by_newest = work.by_cost ? job.cost : static_cast<double>(job.interval.width());
        work.done += work.done_by_newest;
    }
    work.all = work.by_cost ? journal.cost() : static_cast<double>(journal.axis().width());
    return work;
}

double percent_done(const campaign::Journal& journal, const Work& work) {
    if (journal.complete() || work.all <= 0) {
        return 100;
    }
    return std::min(100.0, 100 * work.done / work.all);
}

/// The time left at the rate of the newest job.
std::string time_left(const campaign::Journal& journal, const Work& work) {
    if (work.done_by_newest <= 0) {
        return "unknown";
    }
    const campaign::Job& newest = journal.jobs().back();
    const double left = std::max(0.0, work.all - work.done);
    const double rate = static_cast<double>(newest.interval.width()) / newest.seconds;
    return fmt::format("about {} at the newest job's {}",
                       report::duration(left * newest.seconds / work.done_by_newest),
                       work.by_cost ? "pace" : report::scaled(rate) + "/s");
}

ExitCode print_status(const StatusOptions& options) {
    const campaign::Journal journal = read_journal(options.journal);
    if (options.quiet) {
        files::standard_output().print("{}\n", to_string(journal.frontier()));
        return ExitCode::done;
    }
    const Interval axis = journal.axis();
    const Work work = work_of(journal);
    print_question(journal.question());
    files::standard_output().print("{:<10}{}\n{:<10}{}, {:.2f} % of the {}\n", "part",
                                   to_string(axis), "reached", to_string(journal.frontier()),
                                   percent_done(journal, work), work.by_cost ? "work" : "interval");
    if (journal.complete()) {
        files::standard_output().print("{:<10}nothing: it is complete\n", "left");
        if (!journal.primes_by_pi().empty()) {
            files::standard_output().print("{:<10}its number of primes against pi: {}\n", "checked",
                                           report::grouped(journal.primes_by_pi()));
        }
    } else {
        files::standard_output().print("{:<10}{}\n", "left", time_left(journal, work));
    }
    files::standard_output().print("{:<10}{} rounds by primerank {}\n", "recorded",
                                   journal.prefix().rounds + journal.rounds().size(),
                                   journal.version());
    if (journal.cut_off() > 0) {
        files::standard_output().print(
            "{:<10}a truncated last record of {} bytes, which the next job cuts off\n", "note",
            journal.cut_off());
    }
    if (!journal.jobs().empty()) {
        print_jobs(journal);
    }
    return ExitCode::done;
}

} // namespace

void add_status(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<StatusOptions>();
    cli::Command command = application.add_command(
        "status", "Shows what a journal holds: question, how far, rate, time left, who ran it");
    command.add_argument("JOURNAL", options->journal, "The journal, in use or not")
        .required()
        .value_name("FILE");
    command.add_flag("-q,--quiet", options->quiet, "Print only the frontier");
    command.callback([options, &action] {
        action = [options] {
            return cluster::detect_launch().speaks() ? print_status(*options) : ExitCode::done;
        };
    });
}

} // namespace primerank::commands
