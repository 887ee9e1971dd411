#include "commands/application.hpp"
#include "commands/list_output.hpp"
#include "commands/list_question.hpp"
#include "commands/list_sinks.hpp"
#include "commands/on_ranks.hpp"
#include "commands/run_command.hpp"
#include "files/paths.hpp"
#include "files/standard_output.hpp"
#include "law/erased.hpp"
#include "report/numerals.hpp"
#include "sieve/sieve.hpp"

#include <fmt/core.h>
#include <memory>
#include <string>

namespace primerank::commands {
namespace {

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
    const Interval axis = question.axis();
    auto primes = std::make_shared<sieve::SievingPrimesCache>();
    list::Form form = question.form;
    form.all_primes = !question.input && question.pattern.diameter() == 0;
    return list::ListWorkload(
        axis, form, question.forecast(),
        [question, primes](bool audits) { return make_source(question, primes, audits); },
        [question, axis](int threads) { return source_memory(question, axis, threads); }, sink);
}

/// --dry-run says what the list will be, beside what every campaign says.
void print_size(const ListQuestion& question) {
    const Interval axis = question.axis();
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
        ranks, command, law::Erased(workload),
        [&]() -> std::unique_ptr<Output> {
            if (question.to_stdout()) {
                return std::make_unique<Output>();
            }
            return std::make_unique<ListFile>(question.output, question.form.format,
                                              question.header());
        },
        [&](const law::AnyTally& tally, Output&, const report::RunInfo& run) {
            report_list(question, workload.axis(), tally.as<list::ListTally>(), run);
        });
    if (command.options.dry_run && ranks.rank() == 0) {
        print_size(question);
    }
    return code;
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
    add_check(command, options->common);
    add_common_options(command, options->common);
    command.footer(footer);
    command.callback([options, &action] { action = prepare_list(*options); });
}

} // namespace primerank::commands
