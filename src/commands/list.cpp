#include "campaign/erased.hpp"
#include "commands/application.hpp"
#include "commands/campaign_command.hpp"
#include "commands/list_output.hpp"
#include "commands/list_sinks.hpp"
#include "commands/on_ranks.hpp"
#include "commands/pattern_method.hpp"
#include "commands/run_command.hpp"
#include "constellations/cost.hpp"
#include "files/paths.hpp"
#include "files/standard_output.hpp"
#include "list/compact_file.hpp"
#include "list/workload.hpp"
#include "numbers/bound.hpp"
#include "report/numerals.hpp"
#include "sieve/sieve.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

struct ListOptions {
    IntervalOptions bounds;
    std::string input;
    std::string output;
    std::string format = "text";
    std::string pattern;
    std::string level;
    std::string hold;
    std::string method = "auto";
    CommonOptions common;
};

/// What `list` was asked, checked.
struct ListQuestion {
    tally::Pattern pattern = tally::parse_pattern("0"); ///< of all primes
    list::Form form;
    ChosenMethod method;
    std::string output;                             ///< a path, or "-"
    std::shared_ptr<const list::CompactFile> input; ///< where the numbers come from, if not a sieve
    CampaignCommand command;

    [[nodiscard]] bool to_stdout() const { return output == "-"; }

    [[nodiscard]] list::Forecast forecast() const {
        return {pattern, find_cost(), form.format, form.level};
    }

    [[nodiscard]] list::Forecast::FindCost find_cost() const {
        if (method.patterns) {
            const auto cost =
                std::make_shared<const constellations::SearchCost>(*family_of({pattern}));
            return [cost](const Interval& interval) { return (*cost)(interval); };
        }
        return
            [how = method.sieve](const Interval& interval) { return sieve::cost(interval, how); };
    }
};

int parse_level(const std::string& text) {
    try {
        return static_cast<int>(parse_bound(text, list::highest_level));
    } catch (const std::invalid_argument&) {
        throw std::invalid_argument(
            fmt::format("--level is '{}'; legal are 0 to {}", text, list::highest_level));
    }
}

/// A shard's part ends on the borders of cells, so that parts are joined by putting them together.
Interval axis_of(const CampaignCommand& command) {
    const Interval& whole = command.interval;
    const auto border = [&](uint128 place) {
        const uint128 next = list::cell_border(place + list::cell_width - 1);
        return place == whole.start ? place : std::min(whole.stop, next);
    };
    const Interval part = command.axis();
    return {border(part.start), border(part.stop)};
}

void check_stdout(const ListQuestion& question) {
    if (!question.to_stdout()) {
        return;
    }
    const CommonOptions& common = question.command.options;
    if (!common.journal.empty() || !common.shard.empty()) {
        throw std::invalid_argument("a list on stdout cannot be continued: --journal and --shard "
                                    "need --output FILE");
    }
    if (question.form.format == list::Format::compact) {
        throw std::invalid_argument("a compact list's header is written last: --format compact "
                                    "needs --output FILE");
    }
}

void require_format(const list::Form& form) {
    if (form.origin != 0 && form.format == list::Format::u64) {
        throw std::invalid_argument("--format u64 ends at 2^64; beyond, write text, bfile or "
                                    "compact");
    }
}

void ask_of_input(ListQuestion& question, const ListOptions& options) {
    if (!options.bounds.start.empty() || !options.pattern.empty()) {
        throw std::invalid_argument("--input lists what is in the file: START, STOP and --pattern "
                                    "do not go with it");
    }
    if (!options.common.journal.empty() || !options.common.shard.empty()
        || !options.common.audit.empty()) {
        throw std::invalid_argument("--journal, --shard and --audit do not go with --input");
    }
    question.command.question["input"] = options.input;
}

void ask_of_sieve(ListQuestion& question, const ListOptions& options) {
    if (options.bounds.stop.empty()) {
        throw std::invalid_argument("START and STOP are required, or --input FILE");
    }
    if (options.output.empty()) {
        throw std::invalid_argument("--output is required; - writes to stdout");
    }
    question.command.interval = options.bounds.interval();
    question.form.origin = question.command.origin();
    require_format(question.form);
    if (!options.pattern.empty()) {
        question.pattern = tally::parse_pattern(options.pattern);
        question.command.question["pattern"] = to_string(question.pattern);
        question.command.unit = "constellations";
    }
    question.method = choose_method(options.method, options.common.journal, {question.pattern},
                                    question.command.interval);
    question.command.why = question.method.why;
    question.command.question["method"] = question.method.name();
}

ListQuestion question_of(const ListOptions& options) {
    options.common.check();
    ListQuestion question;
    question.command.command = "list";
    question.command.unit = "primes";
    question.command.options = options.common;
    question.output = options.output.empty() && !options.input.empty() ? "-" : options.output;
    question.form.format = list::parse_format(options.format);
    question.command.question["format"] = options.format;
    if (question.form.format == list::Format::compact) {
        question.form.level =
            options.level.empty() ? list::default_level : parse_level(options.level);
        question.command.question["level"] = question.form.level;
    } else if (!options.level.empty()) {
        throw std::invalid_argument("--level is for --format compact");
    }
    if (question.form.format == list::Format::bfile && !options.common.shard.empty()) {
        throw std::invalid_argument(
            "--format bfile and --shard do not go together: an index counts "
            "all numbers before it; --journal continues");
    }
    if (options.input.empty()) {
        ask_of_sieve(question, options);
    } else {
        ask_of_input(question, options);
    }
    if (!options.hold.empty()) {
        question.form.held_bytes = parse_size("--hold", options.hold);
    } else if (question.to_stdout()) {
        question.form.held_bytes /= 8; // rank 0 holds that much of every rank
    }
    check_stdout(question);
    question.command.files = {{"--output", question.output, files::Access::write},
                              {"--input", options.input, files::Access::read}};
    return question;
}

list::FileHeader header_of(const ListQuestion& question, const Interval& axis) {
    list::FileHeader header;
    header.interval = axis;
    header.level = question.form.level;
    header.origin = question.form.origin;
    header.question_stop = question.command.interval.stop;
    header.pattern = question.command.question.value("pattern", "");
    if (question.input) {
        header.pattern = question.input->header().pattern;
        header.question_stop = question.input->header().question_stop;
    }
    return header;
}

/// What rank 0 prints and writes in the end.
void report_list(const ListQuestion& question, const Interval& axis, const list::ListTally& tally,
                 const report::RunInfo& run) {
    const CampaignCommand& command = question.command;
    const std::uint64_t header =
        question.form.format == list::Format::compact ? list::FileHeader::size : 0;
    report_list_result(
        command, axis,
        {{command.unit, std::to_string(tally.count)},
         {"bytes", std::to_string(header + list::listed_bytes(question.form.format, tally))}},
        run, !question.to_stdout());
}

std::unique_ptr<list::NumberSource>
make_source(const ListQuestion& question, const std::shared_ptr<sieve::SievingPrimesCache>& primes,
            bool audits) {
    if (question.input) {
        return std::make_unique<list::FileSource>(question.input);
    }
    if (question.method.patterns) {
        using constellations::Search;
        return std::make_unique<list::SievedPatternSource>(
            question.pattern, audits ? Search::Way::audit : Search::Way::usual,
            question.command.interval.stop);
    }
    const uint128 origin = question.form.origin;
    sieve::Sieve sieve(primes, question.method.sieve,
                       audits ? sieve::audit_options(origin)
                              : sieve::SieveOptions{.origin = origin});
    if (question.pattern.diameter() == 0) {
        return std::make_unique<list::PrimeSource>(std::move(sieve));
    }
    return std::make_unique<list::PatternSource>(std::move(sieve), question.pattern,
                                                 question.command.interval.stop, origin);
}

std::size_t source_memory(const ListQuestion& question, const Interval& axis, int threads) {
    if (question.input) {
        return 0;
    }
    const auto each = static_cast<std::size_t>(threads);
    if (question.method.patterns) {
        return each * list::SievedPatternSource::memory(question.pattern);
    }
    const auto forecast = sieve::memory_forecast(
        axis.stop, axis.width() / static_cast<unsigned>(threads) + 1, question.method.sieve);
    return forecast.shared + forecast.per_thread * each;
}

/// The workload of a question; the sink is where its list goes.
list::ListWorkload workload_of(const ListQuestion& question, list::Sink& sink) {
    const Interval axis = axis_of(question.command);
    auto primes = std::make_shared<sieve::SievingPrimesCache>();
    return list::ListWorkload(
        axis, question.form, question.forecast(),
        [question, primes](bool audits) { return make_source(question, primes, audits); },
        [question, axis](int threads) { return source_memory(question, axis, threads); }, sink);
}

/// --dry-run says what the list will be, beside what every campaign says.
void print_size(const ListQuestion& question) {
    const Interval axis = axis_of(question.command);
    const list::Forecast forecast = question.forecast();
    const auto about = [](double value) { return report::grouped(fmt::format("{:.0f}", value)); };
    files::standard_output().print("list      about {} {}, {} bytes\n", about(forecast.count(axis)),
                                   question.command.unit, about(forecast.bytes(axis)));
    if (const auto room = files::free_room(question.output); room && !question.to_stdout()) {
        files::standard_output().print("disk      room for {} bytes\n", about(*room));
    }
}

std::unique_ptr<list::Sink> sink_of(cluster::Ranks& ranks, const ListQuestion& question,
                                    int threads) {
    if (question.to_stdout()) {
        return std::make_unique<StdoutSink>(ranks, question.form);
    }
    return std::make_unique<FileSink>(
        question.form,
        [&ranks, path = question.output, threads] { return ranks.open_shared(path, threads); },
        !question.command.options.journal.empty());
}

ExitCode run_list(cluster::Ranks& ranks, const ListQuestion& question) {
    const CampaignCommand& command = question.command;
    const cluster::Placement placement = cluster::place_ranks(ranks, command.options.threads);
    const std::unique_ptr<list::Sink> sink = sink_of(ranks, question, placement.threads);
    const list::ListWorkload workload = workload_of(question, *sink);
    agree(ranks, [&] {
        require_usable_files(command.options, command.files);
        if (!question.to_stdout()) {
            files::require_writable(question.output);
            require_room(question.output, question.forecast().bytes(workload.axis()));
        }
    });
    const ExitCode code = run_command(
        ranks, command, campaign::Erased(workload),
        [&]() -> std::unique_ptr<Output> {
            if (question.to_stdout()) {
                return std::make_unique<Output>();
            }
            return std::make_unique<ListFile>(question.output, question.form.format,
                                              header_of(question, workload.axis()));
        },
        [&](const campaign::AnyTally& tally, Output&, const report::RunInfo& run) {
            report_list(question, workload.axis(), tally.as<list::ListTally>(), run);
        });
    if (command.options.dry_run && ranks.rank() == 0) {
        print_size(question);
    }
    return code;
}

/// Every rank opens the file, because every rank reads from it; rank 0 first, which can refuse.
void open_input(cluster::Ranks& ranks, ListQuestion& question, const std::string& path) {
    const auto open = [&] { question.input = std::make_shared<list::CompactFile>(path); };
    agree(ranks, [&] {
        require_distinct_files(question.command.files);
        try {
            open();
        } catch (const list::DamagedList& error) {
            throw Refusal(ExitCode::path, error.what());
        }
    });
    if (!question.input) {
        open();
    }
    question.command.interval = question.input->header().interval;
    question.form.origin = question.input->header().origin;
    require_format(question.form);
    if (!question.input->header().pattern.empty()) {
        question.pattern = tally::parse_pattern(question.input->header().pattern);
        question.command.unit = "constellations";
    }
}

Action prepare_list(const ListOptions& options) {
    const ListQuestion asked = question_of(options);
    return [asked, input = options.input] {
        const auto run = [&](cluster::Ranks& ranks) {
            ListQuestion question = asked;
            if (!input.empty()) {
                open_input(ranks, question, input);
            }
            return run_list(ranks, question);
        };
        return on_ranks(run, cluster::Threading::several);
    };
}

constexpr const char* footer = R"(
Formats: text, a number a line; u64, 8 bytes a number, little-endian; bfile,
lines 'index value' as the OEIS has them, where the index counts the numbers of
the list from 1, wherever START is (`list 0 1e5 --format bfile` is A000040's);
compact, gaps between the numbers in parts of 3,932,160 integers, each a zstd frame of
its own behind a header with its first and last number, count and sum: 0.6
bytes a prime. A compact list is read back by --input; its layout stands in
src/list/cell.hpp and compact_file.hpp. A list has the same bytes whatever the
ranks and threads, and however often it was stopped and continued.

With --pattern the first members of its constellations are listed, all of whose
members are in the interval. Shards write parts of the list, each to a file of
its own, which `merge JOURNAL... --output FILE` joins.

-q prints two lines, how many numbers and how many bytes; with --output - only
the list is printed.

Examples:
  mpirun -np 4 primerank list 0 1e10 --output primes.txt --journal primes.journal
  primerank list 1e15 +1e9 --format compact --output primes.compact
  primerank list --input primes.compact | head
  primerank list 0 1e9 --pattern 0,2,6 --output -)";

} // namespace

void add_list(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<ListOptions>();
    cli::Command command = application.add_command(
        "list", "Writes the primes themselves, or constellations, to a file");
    command.add_argument("START", options->bounds.start, "First integer of the interval");
    command.add_argument("STOP", options->bounds.stop, "Integer after its last, or +WIDTH");
    command
        .add_option("--output", options->output,
                    "Where the list goes; - is stdout, then without --journal and --shard")
        .value_name("FILE");
    command.add_option("--format", options->format, "text (default), u64, bfile or compact");
    command
        .add_option("--pattern", options->pattern,
                    "List the first members of a constellation, such as 0,4,6")
        .value_name("OFFSETS");
    command
        .add_option("--level", options->level,
                    "How hard zstd compresses the compact format, 1 to 19 (default 1); 0: not")
        .value_name("L");
    command
        .add_option("--hold", options->hold,
                    "What a thread may hold of a round until it is written, a byte or less for "
                    "each prime (default 32M)")
        .value_name("SIZE");
    command
        .add_option("--input", options->input,
                    "Read a compact list instead of START and STOP; to stdout, unless there is "
                    "an --output")
        .value_name("FILE");
    add_method(command, options->method)
        .description("auto, enumerate (the cheaper of the next two), sieve (Eratosthenes), test "
                     "(sieve a little, then test each number), or, with --pattern, pattern (sieve "
                     "for it alone, which auto takes where that is faster)");
    add_common_options(command, options->common);
    command.footer(footer);
    command.callback([options, &action] { action = prepare_list(*options); });
}

} // namespace primerank::commands
