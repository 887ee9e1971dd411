#include "commands/application.hpp"
#include "commands/common_options.hpp"
#include "commands/paths.hpp"
#include "commands/run.hpp"
#include "numbers/bound.hpp"
#include "report/csv_file.hpp"
#include "report/json_report.hpp"
#include "report/numerals.hpp"
#include "tally/counts.hpp"
#include "tally/enumeration.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

using tally::CountMeasure;
using tally::Counts;

struct CountOptions {
    IntervalOptions bounds;
    std::string of = "primes";
    std::string step;
    std::string method = "auto";
    CommonOptions common;
};

/// The question, checked.
struct CountQuestion {
    Interval interval;
    tally::TupletSizes sizes = 0;
    sieve::Method method = sieve::Method::enumerate;
    std::string method_name;
    CommonOptions options;

    /// The sizes asked for, ascending.
    [[nodiscard]] std::vector<unsigned> asked() const {
        std::vector<unsigned> result;
        for (unsigned size = 1; size <= tally::largest_tuplet; ++size) {
            if ((sizes >> (size - 1) & 1) != 0) {
                result.push_back(size);
            }
        }
        return result;
    }

    [[nodiscard]] std::string unit() const { return std::string(tally::tuplet_name(asked()[0])); }

    [[nodiscard]] report::Json json() const {
        return {{"start", to_string(interval.start)},
                {"stop", to_string(interval.stop)},
                {"of", tally::tuplet_names(sizes)},
                {"method", method_name}};
    }
};

report::Json json_result(const CountQuestion& question, const Counts& counts) {
    report::Json result;
    for (const unsigned size : question.asked()) {
        result[std::string(tally::tuplet_name(size))] = std::to_string(counts.of_size[size - 1]);
    }
    return result;
}

void write_csv(const CountQuestion& question, const Counts& counts) {
    std::vector<std::string> columns = {"start", "stop"};
    std::vector<std::string> cells = {to_string(question.interval.start),
                                      to_string(question.interval.stop)};
    for (const unsigned size : question.asked()) {
        columns.emplace_back(tally::tuplet_name(size));
        cells.push_back(std::to_string(counts.of_size[size - 1]));
    }
    report::CsvFile file(question.options.csv, columns);
    file.append(cells);
    file.flush();
}

void print_text(const CountQuestion& question, const Counts& counts, const report::RunInfo& run) {
    const std::vector<unsigned> asked = question.asked();
    fmt::print("{}", report::rank_table(run, question.unit(), question.interval,
                                        counts.of_size[asked[0] - 1]));
    for (std::size_t i = 1; i < asked.size(); ++i) {
        fmt::print("{}{}  {}\n", i == 1 ? "\n" : "", tally::tuplet_name(asked[i]),
                   report::grouped(std::to_string(counts.of_size[asked[i] - 1])));
    }
    fmt::print("\n{}\n", report::layout_line(run));
}

void report_counts(const CountQuestion& question, const Counts& counts,
                   const report::RunInfo& run) {
    if (question.options.quiet) {
        for (const unsigned size : question.asked()) {
            fmt::print("{}\n", counts.of_size[size - 1]);
        }
    } else {
        print_text(question, counts, run);
    }
    if (!question.options.csv.empty()) {
        write_csv(question, counts);
    }
    if (!question.options.json.empty()) {
        report::write_json(question.options.json,
                           report::document("count", question.json(), json_result(question, counts),
                                            question.unit(), run));
    }
}

template <cluster::Communicator C>
ExitCode run_count(C& communicator, const CountQuestion& question) {
    const CommonOptions& options = question.options;
    const cluster::Placement placement = cluster::place_ranks(communicator, options.threads);
    agree(communicator, [&] {
        require_writable(options.json);
        require_writable(options.csv);
        warn_if_crowded(placement);
    });
    const unsigned first = question.asked()[0];
    const tally::Enumeration workload(
        question.interval, CountMeasure(question.sizes), question.method,
        [first](const Counts& counts) -> uint128 { return counts.of_size[first - 1]; });
    const auto result =
        run_campaign(communicator, workload, options, placement, question.unit(), {});
    if (communicator.rank() == 0) {
        report_counts(question, result.outcome.state.tally, result.run);
    }
    return ExitCode::done;
}

CountQuestion question_of(const CountOptions& options) {
    options.common.check();
    CountQuestion question;
    question.interval = options.bounds.interval();
    question.sizes = tally::parse_tuplet_sizes(options.of);
    question.method = parse_method(options.method);
    question.method_name = options.method == "auto" ? "enumerate" : options.method;
    question.options = options.common;
    return question;
}

} // namespace

void add_count(CLI::App& application, Action& action) {
    auto options = std::make_shared<CountOptions>();
    CLI::App* command = application.add_subcommand("count", "Counts primes and prime tuplets");
    add_interval(*command, options->bounds);
    command
        ->add_option("--of", options->of,
                     "What to count, separated by commas: primes (default), twins, triplets, "
                     "quadruplets, quintuplets, sextuplets")
        ->type_name("LIST");
    command->add_option("--by", options->step, "A table with a row for every STEP integers")
        ->type_name("STEP");
    add_method(*command, options->method);
    add_common_options(*command, options->common);
    command->callback([options, &action] {
        action = [question = question_of(*options)] {
            return with_communicator(
                [&question](auto& communicator) { return run_count(communicator, question); });
        };
    });
}

} // namespace primerank::commands
