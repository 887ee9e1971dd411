#include "commands/analysis_command.hpp"
#include "commands/application.hpp"
#include "commands/gap_list.hpp"
#include "commands/gap_report.hpp"
#include "commands/journals.hpp"
#include "commands/merge.hpp"
#include "commands/on_ranks.hpp"
#include "numbers/bound.hpp"
#include "numbers/primality.hpp"
#include "tally/counts.hpp"
#include "tally/enumeration.hpp"
#include "tally/product.hpp"

#include <fmt/core.h>
#include <memory>
#include <optional>
#include <string>

namespace primerank::commands {
namespace {

struct GapCommandOptions {
    IntervalOptions bounds;
    bool histogram = false;
    std::string min;
    std::string method = "auto";
    CommonOptions common;
};

constexpr tally::TupletSizes only_primes = 1;

std::uint64_t parse_min(const std::string& text) {
    if (text.empty()) {
        return 0;
    }
    uint128 length = 0;
    try {
        length = parse_bound(text, two_to_the_64 - 1);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(fmt::format("--min: {}", error.what()));
    }
    if (length == 0) {
        throw std::invalid_argument("--min is 0; the shortest gap is 1");
    }
    return static_cast<std::uint64_t>(length);
}

GapQuestion question_of(const GapCommandOptions& options) {
    options.common.check();
    GapQuestion question;
    question.gaps = {options.histogram, parse_min(options.min)};
    question.method = parse_method(options.method);
    if (options.common.quiet && options.histogram && question.gaps.list_from != 0) {
        throw std::invalid_argument("-q prints one table; with both --histogram and --min use "
                                    "--csv or --json, or leave one out");
    }
    Json asked = {{"histogram", question.gaps.histogram}};
    if (question.gaps.list_from != 0) {
        asked["min"] = std::to_string(question.gaps.list_from);
    }
    asked["method"] = method_name(question.method);
    question.command = {"gaps", options.bounds.interval(), asked,
                        std::string(tally::tuplet_name(1)), options.common};
    question.command.kept_bytes = kept_bytes(question);
    return question;
}

GapResult result_of(const CountedGaps& tally) {
    const tally::Gaps& gaps = tally.second;
    const uint128 next = gaps.empty() ? 0 : next_prime(gaps.last_prime());
    return {tally.first.of_size[0], gaps.finish(next)};
}

Action prepare_gaps(const GapCommandOptions& options) {
    const GapQuestion question = question_of(options);
    return [question] {
        const tally::Enumeration workload(question.command.axis(),
                                          tally::ProductMeasure(tally::CountMeasure(only_primes),
                                                                tally::GapMeasure(question.gaps)),
                                          question.method, [](const CountedGaps& tally) {
                                              return tally::WideSum(tally.first.of_size[0]);
                                          });
        return on_ranks([&](cluster::Ranks& ranks) {
            return run_command(
                ranks, question.command, campaign::Erased(workload),
                [&]() -> std::unique_ptr<Output> {
                    if (streams_list(question)) {
                        return std::make_unique<GapList>(question);
                    }
                    return std::make_unique<KeptGaps>();
                },
                [&](const campaign::AnyTally& tally, Output& output, const report::RunInfo& run) {
                    const GapResult result = result_of(tally.as<CountedGaps>());
                    std::optional<std::uint64_t> written;
                    if (auto* list = dynamic_cast<GapList*>(&output); list != nullptr) {
                        list->complete(result.gaps);
                        written = list->size();
                    }
                    report_gaps(question, result, run, written);
                });
        });
    };
}

} // namespace

void report_merged_gaps(const CampaignCommand& command, const std::vector<std::string>& tallies,
                        const report::RunInfo& run) {
    GapQuestion question;
    question.command = command;
    question.gaps = {command.question.at("histogram").get<bool>(),
                     parse_min(command.question.value("min", ""))};
    report_gaps(question, result_of(combined<CountedGaps>(tallies)), run);
}

void add_gaps(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<GapCommandOptions>();
    cli::Command command =
        application.add_command("gaps", "Finds the maximal gaps between primes, and the first "
                                        "of each length");
    add_interval(command, options->bounds);
    command.add_flag("--histogram", options->histogram, "Also count how often each length occurs");
    command.add_option("--min", options->min, "Also list every gap of at least G").value_name("G");
    add_method(command, options->method);
    add_common_options(command, options->common);
    command.footer(R"(
A gap is the distance from a prime to the next one, and belongs to the interval
that holds the lower prime; the gap behind the last prime reaches beyond STOP.
A maximal gap is longer than every gap before it in the interval, a first
occurrence the first of its length in the interval. Merit is gap / ln(prime).
Tables of gaps often take those with both primes below X: the interval then ends
at the last prime below X, as in
  primerank gaps 0 $(primerank prev 1e12)

-q prints 'gap prime' for the maximal gaps; with --min for all gaps of at least
G instead, and with --histogram 'gap count'. --csv and --json hold all tables,
first occurrences included: kind (listed, maximal, first, histogram), gap,
prime, merit, count. However many gaps --min lists, with --csv (and not --json)
they are written as they are found and take no memory.

Example: primerank gaps 0 1e12 --csv gaps.csv)");
    command.callback([options, &action] { action = prepare_gaps(*options); });
}

} // namespace primerank::commands
