#include "cluster/launcher.hpp"
#include "commands/application.hpp"
#include "commands/journals.hpp"
#include "files/standard_output.hpp"
#include "report/json_report.hpp"
#include "report/numerals.hpp"
#include "report/text_table.hpp"

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

/// The time left at the rate of the newest job, by width: a journal does not know what its command
/// costs where.
std::string time_left(const campaign::Journal& journal, double left) {
    if (journal.jobs().empty() || journal.jobs().back().interval.empty()) {
        return "unknown";
    }
    const campaign::Job& newest = journal.jobs().back();
    const double rate = static_cast<double>(newest.interval.width()) / newest.seconds;
    return fmt::format("about {} at the newest job's {}/s", report::duration(left / rate),
                       report::scaled(rate));
}

ExitCode print_status(const StatusOptions& options) {
    const campaign::Journal journal = read_journal(options.journal);
    if (options.quiet) {
        files::standard_output().print("{}\n", to_string(journal.frontier()));
        return ExitCode::done;
    }
    const Interval axis = journal.axis();
    const auto width = static_cast<double>(axis.width());
    const auto left = static_cast<double>(axis.stop - journal.frontier());
    print_question(journal.question());
    files::standard_output().print("{:<10}{}\n{:<10}{}, {:.2f} % of the interval\n", "part",
                                   to_string(axis), "reached", to_string(journal.frontier()),
                                   width > 0 ? 100 * (1 - left / width) : 100);
    if (journal.complete()) {
        files::standard_output().print("{:<10}nothing: it is complete\n", "left");
        if (!journal.primes_by_pi().empty()) {
            files::standard_output().print("{:<10}its number of primes against pi: {}\n", "checked",
                                           report::grouped(journal.primes_by_pi()));
        }
    } else {
        files::standard_output().print("{:<10}{}\n", "left", time_left(journal, left));
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
