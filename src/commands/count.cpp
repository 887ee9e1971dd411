#include "commands/analysis_command.hpp"
#include "commands/application.hpp"
#include "commands/count_question.hpp"
#include "commands/journals.hpp"
#include "commands/merge.hpp"
#include "commands/on_ranks.hpp"
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

std::vector<unsigned> sizes_in(tally::TupletSizes sizes) {
    std::vector<unsigned> result;
    for (unsigned size = 1; size <= tally::largest_tuplet; ++size) {
        if ((sizes >> (size - 1) & 1) != 0) {
            result.push_back(size);
        }
    }
    return result;
}

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

/// "pattern_0_4_6": a word that needs no quotes in any table.
std::string pattern_name(const tally::Pattern& pattern) {
    std::string name = "pattern";
    for (const std::uint64_t offset : pattern.offsets()) {
        name += "_" + std::to_string(offset);
    }
    return name;
}

Json asked_json(const CountQuestion& question) {
    Json asked = Json::object();
    if (question.asked != 0) {
        asked["of"] = tally::tuplet_names(question.asked);
    }
    for (const tally::Pattern& pattern : question.patterns) {
        asked["patterns"].push_back(to_string(pattern));
    }
    asked["method"] = question.combinatorial ? "combinatorial" : method_name(question.method);
    return asked;
}

/// Whether to count by pi, once it is known what to count and where.
bool is_combinatorial(const CountOptions& options, const CountQuestion& question) {
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
    return recorded ? *recorded == "combinatorial" : pi_is_faster(question.command.interval);
}

CountQuestion question_of(const CountOptions& options) {
    options.common.check();
    CountQuestion question;
    question.patterns = parse_patterns(options.patterns);
    if (!options.of.empty() || question.patterns.empty()) {
        question.asked = tally::parse_tuplet_sizes(options.of.empty() ? "primes" : options.of);
    }
    question.sizes = sizes_in(question.asked);
    question.command.command = "count";
    question.command.interval = options.bounds.interval();
    question.combinatorial = is_combinatorial(options, question);
    if (!question.combinatorial) {
        question.method = parse_method(options.method);
    }
    question.command.question = asked_json(question);
    question.command.unit = question.names().front();
    question.command.options = options.common;
    return question;
}

template <tally::Measure M>
Action prepare_total(const CountQuestion& question, const M& measure) {
    return [question, measure] {
        using Counts = typename M::Tally;
        const tally::Enumeration workload(
            question.command.axis(), measure, question.method,
            [&question](const Counts& counts) { return question.headline(counts); });
        return on_ranks([&](cluster::Ranks& ranks) {
            return run_quantities(ranks, question.command, workload,
                                  [&](const Counts& counts) { return question.result(counts); });
        });
    };
}

Action prepare_count(const CountOptions& options) {
    const CountQuestion question = question_of(options);
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

std::vector<std::string> CountQuestion::names() const {
    std::vector<std::string> names;
    for (const unsigned size : sizes) {
        names.emplace_back(tally::tuplet_name(size));
    }
    for (const tally::Pattern& pattern : patterns) {
        names.push_back(pattern_name(pattern));
    }
    return names;
}

std::vector<std::uint64_t> CountQuestion::values(const tally::Counts& counts) const {
    std::vector<std::uint64_t> values;
    for (const unsigned size : sizes) {
        values.push_back(counts.of_size[size - 1]);
    }
    return values;
}

std::vector<std::uint64_t> CountQuestion::values(const CountsAndPatterns& counts) const {
    std::vector<std::uint64_t> values = this->values(counts.first);
    std::vector<std::uint64_t> of_pattern = counts.second.counts();
    of_pattern.resize(patterns.size()); // none are there when the interval holds no prime
    values.insert(values.end(), of_pattern.begin(), of_pattern.end());
    return values;
}

void report_merged_counts(const CampaignCommand& command, const std::vector<std::string>& tallies,
                          const report::RunInfo& run) {
    CountQuestion question;
    question.command = command;
    question.patterns =
        parse_patterns(command.question.value("patterns", std::vector<std::string>{}));
    if (command.question.contains("of")) {
        question.asked = tally::parse_tuplet_sizes(command.question.at("of").get<std::string>());
    }
    question.sizes = sizes_in(question.asked);
    report_result(command,
                  question.patterns.empty() ? question.result(combined<tally::Counts>(tallies))
                                            : question.result(combined<CountsAndPatterns>(tallies)),
                  run);
}

void add_count(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<CountOptions>();
    cli::Command command = application.add_command("count", "Counts primes and prime tuplets");
    add_interval(command, options->bounds);
    command
        .add_option("--of", options->of,
                    "What to count, separated by commas: primes (default, unless there is a "
                    "--pattern), twins, triplets, "
                    "quadruplets, quintuplets, sextuplets")
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
                     "(sieve a little, then test each number), or combinatorial (a difference of "
                     "two pi(x), which auto takes where enumerating primes would take one core "
                     "more than ten seconds)");
    add_common_options(command, options->common);
    command.footer(R"(A tuplet or constellation counts when all its members are in the interval.
Tables such as Nicely's of twins count those whose first member is up to X; for
that let STOP be X + 1 and the distance to the last member, X + 3 for twins:
  primerank count 0 1e12+3 --of twins
A pattern is ascending offsets from 0 up to 1000, and admissible: for no prime q
do they leave every remainder mod q. Tuplets of --of are the densest ones,
pooled over their patterns: triplets are 0,2,6 and 0,4,6.

Examples:
  primerank count 0 1e11 --of primes,twins
  primerank count 0 1e10 --pattern 0,4 --pattern 0,6
  primerank count 0 1e10 --by 1e9 --csv table.csv)");
    command.callback([options, &action] { action = prepare_count(*options); });
}

} // namespace primerank::commands
