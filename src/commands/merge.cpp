#include "commands/merge.hpp"

#include "cluster/launcher.hpp"
#include "commands/application.hpp"
#include "commands/common_options.hpp"
#include "commands/journals.hpp"
#include "files/paths.hpp"

#include <algorithm>
#include <ctime>
#include <fmt/core.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

const std::map<std::string, ReportMerged> mergers = {{"count", report_merged_counts},
                                                     {"gaps", report_merged_gaps},
                                                     {"residues", report_merged_residues},
                                                     {"sum", report_merged_sums}};

struct MergeOptions {
    std::vector<std::string> journals;
    std::string json;
    std::string csv;
    std::string output;
    bool quiet = false;
};

struct Part {
    std::string path;
    campaign::Journal journal;
};

Json without_shard(Json question) {
    question.erase("shard");
    return question;
}

/// What was cut up along its interval, and has its whole result in its journals: rows of a table,
/// gaps of a list, and events of a race that is no shard, have left the tallies as rounds were
/// recorded.
bool can_be_merged(const campaign::Journal& journal) {
    const Json& question = journal.question();
    const std::string command = question.value("command", "");
    const bool known = command == "list" || mergers.count(command) > 0;
    const bool drained = question.contains("by")
                         || (question.contains("race") && !question.contains("shard"))
                         || (command != "list" && !journal.prefix().output.empty());
    return known && !drained && question.value("method", "") != "combinatorial";
}

[[noreturn]] void refuse(const std::string& sentence) {
    throw Refusal(ExitCode::journal, sentence);
}

/// The first key in which two questions differ, with what either says.
std::string difference(const Json& one, const Json& other) {
    Json keys = one;
    keys.update(other);
    for (const auto& [key, value] : keys.items()) {
        const auto said = [&key = key](const Json& question) {
            return question.contains(key) ? question.at(key).dump() : "not said";
        };
        if (said(one) != said(other)) {
            return fmt::format("{} is {} and {}", key, said(one), said(other));
        }
    }
    return "in the order of what they say";
}

/// Refuses for want of a part of the whole interval, which the question names, and says which
/// shard is the first that would fill the hole.
[[noreturn]] void refuse_hole(const Interval& hole, const Part& other) {
    const Json question = other.journal.question();
    std::string which;
    if (const std::string text = question.value("shard", ""); !text.empty()) {
        Shard shard = parse_shard(text);
        const Interval whole{parse_uint128(question.at("start").get<std::string>()),
                             parse_uint128(question.at("stop").get<std::string>())};
        shard.i = 0;
        while (shard.i + 1 < shard.of && even_part(whole, shard.i, shard.of).stop <= hole.start) {
            ++shard.i;
        }
        which = fmt::format(", where shard {} begins", shard.text());
    }
    refuse(fmt::format("a part is missing: {}{}", to_string(hole), which));
}

/// The journals in the order of their intervals, checked: one question, complete, no holes, no
/// overlaps, and nothing missing at the ends.
std::vector<Part> adjacent_parts(const std::vector<std::string>& paths) {
    std::vector<Part> parts;
    parts.reserve(paths.size());
    for (const std::string& path : paths) {
        parts.push_back({path, read_journal(path)});
    }
    std::sort(parts.begin(), parts.end(), [](const Part& left, const Part& right) {
        const Interval& a = left.journal.axis();
        const Interval& b = right.journal.axis();
        return a.start != b.start ? a.start < b.start : a.stop < b.stop;
    });
    const Json question = without_shard(parts.front().journal.question());
    if (!can_be_merged(parts.front().journal)) {
        refuse(fmt::format("'{}' holds no result that can be merged; the command that recorded it "
                           "shows it",
                           parts.front().path));
    }
    uint128 next = parse_uint128(question.value("start", "0"));
    for (const Part& part : parts) {
        const campaign::Journal& journal = part.journal;
        if (without_shard(journal.question()) != question) {
            refuse(fmt::format("'{}' and '{}' answer different questions: {}", parts.front().path,
                               part.path, difference(question, without_shard(journal.question()))));
        }
        if (!journal.complete()) {
            refuse(fmt::format("'{}' is not complete: it has reached {} of {}; the command "
                               "that made it goes on from there",
                               part.path, to_string(journal.frontier()),
                               to_string(journal.axis())));
        }
        if (journal.axis().start < next) {
            refuse(fmt::format("'{}' overlaps what comes before it: it begins at {}, below {}",
                               part.path, to_string(journal.axis().start), to_string(next)));
        }
        if (journal.axis().start > next) {
            refuse_hole({next, journal.axis().start}, part);
        }
        next = journal.axis().stop;
    }
    const uint128 stop = parse_uint128(question.value("stop", "0"));
    if (next != stop) {
        refuse_hole({next, stop}, parts.front());
    }
    return parts;
}

/// The command line that the journals go back to, but for the shard.
CampaignCommand command_of(Json question, const MergeOptions& options) {
    CampaignCommand command;
    command.command = question.at("command").get<std::string>();
    command.interval = {parse_uint128(question.at("start").get<std::string>()),
                        parse_uint128(question.at("stop").get<std::string>())};
    for (const char* known : {"command", "start", "stop", "origin"}) {
        question.erase(known);
    }
    command.question = std::move(question);
    command.options.quiet = options.quiet;
    command.options.json = options.json;
    command.options.csv = options.csv;
    return command;
}

std::vector<ListPart> list_parts(const std::vector<Part>& parts) {
    std::vector<ListPart> result;
    result.reserve(parts.size());
    for (const auto& [path, journal] : parts) {
        result.push_back({path, journal.prefix().output, journal.axis(),
                          combined<list::ListTally>(recorded_tallies(journal))});
    }
    return result;
}

/// Every file that is written is another one, and no journal.
void require_usable(const MergeOptions& options) {
    CommonOptions written;
    written.json = options.json;
    written.csv = options.csv;
    std::vector<files::NamedFile> others = {{"--output", options.output, files::Access::write}};
    for (const std::string& journal : options.journals) {
        others.push_back({"a journal to merge", journal, files::Access::read});
    }
    require_usable_files(written, others);
    if (!options.output.empty()) {
        files::require_writable(options.output);
    }
}

/// Of all parts, where each was checked.
std::string primes_by_pi(const std::vector<Part>& parts) {
    uint128 primes = 0;
    for (const Part& part : parts) {
        if (part.journal.primes_by_pi().empty()) {
            return "";
        }
        primes += parse_uint128(part.journal.primes_by_pi());
    }
    return to_string(primes);
}

ExitCode merge(const MergeOptions& options) {
    require_usable(options);
    const std::vector<Part> parts = adjacent_parts(options.journals);
    const CampaignCommand command =
        command_of(without_shard(parts.front().journal.question()), options);
    const bool lists = command.command == "list";
    if (lists == options.output.empty()) {
        refuse(lists ? "the parts of a list are joined in a file: --output is required"
                     : "--output is for lists; this is a result of " + command.command);
    }
    std::vector<std::string> tallies;
    report::RunInfo run;
    run.started = std::time(nullptr);
    run.primes_by_pi = primes_by_pi(parts);
    for (const Part& part : parts) {
        for (std::string& tally : recorded_tallies(part.journal)) {
            tallies.push_back(std::move(tally));
        }
        for (const campaign::Job& job : part.journal.jobs()) {
            run.jobs.push_back(job);
        }
    }
    if (lists) {
        merge_lists(command, list_parts(parts), options.output, run);
    } else {
        mergers.at(command.command)(command, tallies, run);
    }
    return ExitCode::done;
}

} // namespace

void add_merge(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<MergeOptions>();
    cli::Command command = application.add_command(
        "merge", "Makes one result of the journals of all shards of a campaign");
    command.add_argument("JOURNAL", options->journals, "The journals, in any order")
        .required()
        .value_name("FILE");
    command.add_option("--json", options->json, "Also write the result to FILE").value_name("FILE");
    command.add_option("--csv", options->csv, "Also write the result as a table to FILE")
        .value_name("FILE");
    command.add_option("--output", options->output, "Join the parts of a list in FILE")
        .value_name("FILE");
    add_quiet(command, options->quiet);
    command.callback([options, &action] {
        action = [options] {
            const cluster::Launch& launch = cluster::detect_launch();
            if (launch.rank > 0 && launch.speaks()) { // two at once would spoil each other's files
                throw Refusal(ExitCode::refused,
                              fmt::format("merge is for one process, and {}={} says that this is "
                                          "one of {}; to merge here, unset {}",
                                          launch.variable, launch.rank, launch.tasks,
                                          launch.variable));
            }
            return launch.rank == 0 ? merge(*options) : ExitCode::done;
        };
    });
}

} // namespace primerank::commands
