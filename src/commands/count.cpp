#include "commands/application.hpp"
#include "commands/count_question.hpp"
#include "commands/journals.hpp"
#include "commands/merge.hpp"
#include "tally/enumeration.hpp"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

struct CountOptions {
    IntervalOptions bounds;
    std::string of = "primes";
    std::string step;
    std::string method = "auto";
    CommonOptions common;
};

std::vector<unsigned> sizes_in(tally::TupletSizes sizes) {
    std::vector<unsigned> result;
    for (unsigned size = 1; size <= tally::largest_tuplet; ++size) {
        if ((sizes >> (size - 1) & 1) != 0) {
            result.push_back(size);
        }
    }
    return result;
}

CountQuestion question_of(const CountOptions& options) {
    options.common.check();
    CountQuestion question;
    question.asked = tally::parse_tuplet_sizes(options.of);
    question.sizes = sizes_in(question.asked);
    question.method = parse_method(options.method);
    question.command.command = "count";
    question.command.interval = options.bounds.interval();
    question.command.question = {{"of", tally::tuplet_names(question.asked)},
                                 {"method", method_name(question.method)}};
    question.command.unit = tally::tuplet_name(question.sizes.front());
    question.command.options = options.common;
    return question;
}

Action prepare_count(const CountOptions& options) {
    const CountQuestion question = question_of(options);
    if (!options.step.empty()) {
        return prepare_count_table(question, options.step);
    }
    return [question] {
        const tally::Enumeration workload(
            question.command.axis(), tally::CountMeasure(question.asked), question.method,
            [&question](const tally::Counts& counts) { return question.headline(counts); });
        return with_communicator([&](auto& communicator) {
            return run_command(
                communicator, question.command, workload,
                [&](const tally::Counts& counts) { return question.result(counts); });
        });
    };
}

} // namespace

tally::WideSum CountQuestion::headline(const tally::Counts& counts) const {
    return tally::WideSum(counts.of_size[sizes.front() - 1]);
}

report::Result CountQuestion::result(const tally::Counts& counts) const {
    report::Result result;
    for (const unsigned size : sizes) {
        result.push_back(
            {std::string(tally::tuplet_name(size)), std::to_string(counts.of_size[size - 1])});
    }
    return result;
}

void report_merged_counts(const CampaignCommand& command, const std::vector<std::string>& tallies,
                          const report::RunInfo& run) {
    CountQuestion question;
    question.command = command;
    question.asked = tally::parse_tuplet_sizes(command.question.at("of").get<std::string>());
    question.sizes = sizes_in(question.asked);
    report_result(command, question.result(combined<tally::Counts>(tallies)), run);
}

void add_count(CLI::App& application, Action& action) {
    auto options = std::make_shared<CountOptions>();
    CLI::App* command = application.add_subcommand("count", "Counts primes and prime tuplets");
    add_interval(*command, options->bounds);
    command
        ->add_option("--of", options->of,
                     "What to count, separated by commas: primes (default), twins, triplets, "
                     "quadruplets, quintuplets, sextuplets")
        ->type_name("LIST");
    command
        ->add_option(
            "--by", options->step,
            "A table with a row for every STEP integers from START: each row's own count and the "
            "count from START to its end")
        ->type_name("STEP");
    add_method(*command, options->method);
    add_common_options(*command, options->common);
    command->callback([options, &action] { action = prepare_count(*options); });
}

} // namespace primerank::commands
