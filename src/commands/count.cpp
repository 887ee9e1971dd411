#include "commands/analysis_command.hpp"
#include "commands/application.hpp"
#include "commands/count_question.hpp"
#include "commands/interval_options.hpp"
#include "commands/journals.hpp"
#include "commands/merge.hpp"
#include "commands/on_ranks.hpp"
#include "pi/cost_model.hpp"
#include "tally/enumeration.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace primerank::commands {
namespace {

struct CountOptions {
    IntervalOptions bounds;
    std::string of;
    std::vector<std::string> patterns;
    std::string step;
    std::string method = "auto";
    CommonOptions common;
};

std::vector<tally::Pattern> parse_patterns(const std::vector<std::string>& texts) {
    std::vector<tally::Pattern> patterns;
    for (const std::string& text : texts) {
        const tally::Pattern pattern = tally::parse_pattern(text);
        if (std::find(patterns.begin(), patterns.end(), pattern) == patterns.end()) {
            patterns.push_back(pattern);
        }
    }
    return patterns;
}

Json asked_json(const CountQuestion& question) {
    Json asked = Json::object();
    if (question.asked != 0) {
        asked["of"] = tally::tuplet_names(question.asked);
    }
    for (const tally::Pattern& pattern : question.patterns) {
        asked["patterns"].push_back(to_string(pattern));
    }
    asked["method"] = question.combinatorial ? "combinatorial" : question.method.name();
    return asked;
}

/// Whether to count by pi, once it is known what to count and where.
bool counts_by_pi(const CountOptions& options, const CountQuestion& question) {
    constexpr tally::TupletSizes only_primes = 1;
    const bool plain = question.asked == only_primes && question.patterns.empty()
                       && options.step.empty() && options.common.shard.empty();
    if (options.method == "combinatorial" && !plain) {
        throw std::invalid_argument("--method combinatorial counts primes alone, and all at once: "
                                    "--of tuplets, --pattern, --by and --shard enumerate");
    }
    if (options.method != "auto" || !plain) {
        return options.method == "combinatorial";
    }
    const std::optional<std::string> recorded = recorded_method(options.common.journal);
    return recorded ? *recorded == "combinatorial" : pi::counts_faster(question.command.interval);
}

CountQuestion question_of(const CountOptions& options) {
    options.common.check();
    CountQuestion question;
    question.patterns = parse_patterns(options.patterns);
    if (!options.of.empty() || question.patterns.empty()) {
        question.asked = tally::parse_tuplet_sizes(options.of.empty() ? "primes" : options.of);
    }
    question.counted = CountedQuantities(question.asked, question.patterns);
    question.command.command = "count";
    question.command.interval = options.bounds.counted_interval();
    question.combinatorial = counts_by_pi(options, question);
    if (question.combinatorial && options.common.prime_check == "pi") {
        throw std::invalid_argument("--check pi compares what is enumerated with pi, by which "
                                    "--method combinatorial counts; use --method enumerate");
    }
    if (!question.combinatorial) {
        require_enumerable(question.command.interval);
        question.method = choose_method(options.method, options.common.journal,
                                        question.counted.patterns, question.command.interval);
    }
    question.command.question = asked_json(question);
    question.command.why = question.method.why;
    question.command.unit = question.counted.all.front().name;
    question.command.options = options.common;
    return question;
}

template <tally::Measure M>
Action prepare_total(const CountQuestion& question, const M& measure) {
    return [question, measure] {
        using Counts = typename M::Tally;
        const tally::Enumeration workload(
            question.command.axis(), measure, question.method.sieve,
            [&question](const Counts& counts) { return question.headline(counts); },
            question.command.origin());
        return on_ranks([&](cluster::Ranks& ranks) {
            return run_quantities(ranks, question.command, workload, [&](const Counts& counts) {
                return question.result(question.values(counts));
            });
        });
    };
}

Action prepare_count(const CountOptions& options) {
    const CountQuestion question = question_of(options);
    if (question.method.patterns) {
        return prepare_count_by_patterns(question, options.step);
    }
    if (!options.step.empty()) {
        return prepare_count_table(question, options.step);
    }
    if (question.combinatorial) {
        return prepare_count_by_pi(question);
    }
    return question.with_measure(
        [&question](const auto& measure) { return prepare_total(question, measure); });
}

} // namespace

void report_merged_counts(const CampaignCommand& command, const std::vector<std::string>& tallies,
                          const report::RunInfo& run) {
    CountQuestion question;
    question.command = command;
    question.patterns =
        parse_patterns(command.question.value("patterns", std::vector<std::string>{}));
    if (command.question.contains("of")) {
        question.asked = tally::parse_tuplet_sizes(command.question.at("of").get<std::string>());
    }
    question.counted = CountedQuantities(question.asked, question.patterns);
    const auto report = [&](const auto& counts) {
        report_result(command, question.result(question.values(counts)), run);
    };
    if (command.question.value("method", "") == "pattern") {
        report(combined<constellations::Counts>(tallies));
    } else if (question.counted.searched.empty()) {
        report(combined<tally::Counts>(tallies));
    } else {
        report(combined<CountsAndPatterns>(tallies));
    }
}

void add_count(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<CountOptions>();
    cli::Command command = application.add_command("count", "Counts primes and prime tuplets");
    add_interval(command, options->bounds);
    command
        .add_option("--of", options->of,
                    "What to count, separated by commas: primes (default, unless there is a "
                    "--pattern), twins, triplets, "
                    "quadruplets, quintuplets, sextuplets, septuplets, octuplets, nonuplets, "
                    "decuplets")
        .value_name("LIST");
    command
        .add_option("--pattern", options->patterns,
                    "Count a constellation, such as 0,4,6: primes p, p + 4 and p + 6, whatever "
                    "else is prime between. May be given several times, and beside --of")
        .value_name("OFFSETS");
    command
        .add_option(
            "--by", options->step,
            "A table with a row for every STEP integers from START: each row's own count and the "
            "count from START to its end")
        .value_name("STEP");
    add_method(command, options->method)
        .description("auto, enumerate (the cheaper of the next two), sieve (Eratosthenes), test "
                     "(sieve a little, then test each number), combinatorial (a difference of two "
                     "pi(x), which auto takes where enumerating primes would take one core more "
                     "than ten seconds), or pattern (sieve for the constellations alone, which "
                     "auto takes where that is faster: nearly always from three members on)");
    add_check(command, options->common);
    add_common_options(command, options->common);
    command.footer(R"(A tuplet or constellation counts when all its members are in the interval.
Tables such as Nicely's of twins count those whose first member is up to X; for
that let STOP be X + 1 and the distance to the last member, X + 3 for twins:
  primerank count 0 1e12+3 --of twins
Those of the OEIS for six members and more (A350826 to A350830) count first
members below X: let STOP be X + 16 for sextuplets, and X + 20, 26, 30, 32 on.
A pattern is ascending offsets from 0 up to 1000, and admissible: for no prime q
do they leave every remainder mod q. Tuplets of --of are the densest ones,
pooled over their patterns: triplets are 0,2,6 and 0,4,6. Where primes are not
asked for, constellations are sieved for alone, which the more members they have
the less takes: octuplets below 1e15 are a minute of one core.

Examples:
  primerank count 0 1e11 --of primes,twins
  primerank count 0 1e10 --pattern 0,4 --pattern 0,6
  primerank count 0 1e10 --by 1e9 --csv table.csv
  primerank count 0 1e15 --of septuplets,octuplets --journal 15.journal)");
    command.callback([options, &action] { action = prepare_count(*options); });
}

} // namespace primerank::commands
