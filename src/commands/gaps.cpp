#include "commands/analysis_command.hpp"
#include "commands/application.hpp"
#include "commands/gap_list.hpp"
#include "commands/gap_report.hpp"
#include "commands/interval_options.hpp"
#include "commands/journals.hpp"
#include "commands/jump_method.hpp"
#include "commands/merge.hpp"
#include "commands/on_ranks.hpp"
#include "constellations/measures.hpp"
#include "constellations/workload.hpp"
#include "jump/workload.hpp"
#include "numbers/bound.hpp"
#include "numbers/primality.hpp"
#include "tally/counts.hpp"
#include "tally/enumeration.hpp"
#include "tally/product_measure.hpp"
#include "tally/tuplet_gaps.hpp"

#include <bit>
#include <fmt/core.h>
#include <memory>
#include <optional>
#include <string>

namespace primerank::commands {
namespace {

struct GapCommandOptions {
    IntervalOptions bounds;
    std::string of;
    std::string pattern;
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

/// Of tuplets that --of names, or of a --pattern; nothing of either, or of primes, is for primes.
void ask_for_constellations(GapQuestion& question, const std::string& of,
                            const std::string& pattern) {
    if (!of.empty() && !pattern.empty()) {
        throw std::invalid_argument("gaps are between constellations of one kind: --of and "
                                    "--pattern exclude each other");
    }
    if (!pattern.empty()) {
        question.patterns = {tally::parse_pattern(pattern)};
        if (question.patterns.front().diameter() == 0) {
            throw std::invalid_argument("--pattern is 0, which is every prime; gaps between primes "
                                        "need no --pattern");
        }
        question.command.unit = "constellations";
    } else if (!of.empty()) {
        const tally::TupletSizes sizes = tally::parse_tuplet_sizes(of);
        if (!std::has_single_bit(sizes)) {
            throw std::invalid_argument(
                fmt::format("--of is '{}'; gaps are between tuplets of one kind", of));
        }
        if (sizes != only_primes) {
            question.patterns =
                tally::densest_patterns(static_cast<unsigned>(std::bit_width(sizes)));
            question.command.unit = tally::tuplet_names(sizes);
        }
    }
}

Json asked_json(const GapQuestion& question) {
    Json asked = Json::object();
    if (question.patterns.size() == 1 && question.between() == "constellations") {
        asked["pattern"] = to_string(question.patterns.front());
    } else if (!question.patterns.empty()) {
        asked["of"] = question.between();
    }
    asked["histogram"] = question.gaps.histogram;
    if (question.gaps.list_from != 0) {
        asked["min"] = std::to_string(question.gaps.list_from);
    }
    asked["method"] = question.jumps ? "jump" : question.method.name();
    return asked;
}

GapQuestion question_of(const GapCommandOptions& options) {
    options.common.check();
    GapQuestion question;
    question.command.unit = tally::tuplet_name(1);
    ask_for_constellations(question, options.of, options.pattern);
    question.gaps = {options.histogram, parse_min(options.min)};
    const Interval interval = options.bounds.interval();
    if (question.patterns.empty() && interval.stop > largest_proven_prime) {
        throw std::invalid_argument(
            fmt::format("STOP is {}; the gap behind the last prime is known up to {}",
                        to_string(interval.stop), to_string(largest_proven_prime)));
    }
    question.command.interval = interval;
    question.command.options = options.common;
    question.jumps = searches_in_jumps(options.method, question);
    if (question.jumps) {
        question.command.unit = "gaps";
    } else {
        question.method =
            choose_method(options.method, options.common.journal, question.patterns, interval);
    }
    if (options.common.quiet && options.histogram && question.gaps.list_from != 0) {
        throw std::invalid_argument("-q prints one table; with both --histogram and --min use "
                                    "--csv or --json, or leave one out");
    }
    question.command.command = "gaps";
    question.command.question = asked_json(question);
    question.command.kept_bytes = kept_bytes(question);
    question.command.why = question.method.why;
    return question;
}

std::uint64_t size_of(const CountedGaps& tally) {
    return tally.first.of_size[0];
}

std::uint64_t size_of(const tally::TupletGaps& tally) {
    return tally.size();
}

std::uint64_t size_of(const jump::FoundGaps& tally) {
    return tally.size();
}

/// The gap behind the last prime is closed by the next one.
GapResult result_of(const CountedGaps& tally, uint128 origin) {
    const tally::Gaps& gaps = tally.second;
    const uint128 next = gaps.empty() ? 0 : next_prime(gaps.last_prime().from(origin)) - origin;
    return {size_of(tally), gaps.finish(next)};
}

GapResult result_of(const jump::FoundGaps& tally, uint128 /*origin*/) {
    return {size_of(tally), tally.report()};
}

GapResult result_of(const tally::TupletGaps& tally, uint128 /*origin*/) {
    return {size_of(tally), tally.report()};
}

template <law::Workload W>
ExitCode run_gaps(const GapQuestion& question, const W& workload) {
    return on_ranks([&](cluster::Ranks& ranks) {
        return run_command(
            ranks, question.command, law::Erased(workload),
            [&]() -> std::unique_ptr<Output> {
                if (streams_list(question)) {
                    return std::make_unique<GapList>(question);
                }
                return std::make_unique<KeptGaps>();
            },
            [&](const law::AnyTally& tally, Output& output, const report::RunInfo& run) {
                const GapResult result =
                    result_of(tally.as<typename W::Tally>(), question.command.origin());
                std::optional<std::uint64_t> written;
                if (auto* list = dynamic_cast<GapList*>(&output); list != nullptr) {
                    list->complete(result.gaps);
                    written = list->size();
                }
                report_gaps(question, result, run, written);
            });
    });
}

template <class Tally>
law::WideSum headline_of(const Tally& tally) {
    return law::WideSum(size_of(tally));
}

template <tally::Measure M>
Action prepare_enumeration(const GapQuestion& question, const M& measure) {
    return [question, measure] {
        return run_gaps(question, tally::Enumeration(
                                      question.command.axis(), measure, question.method.sieve,
                                      headline_of<typename M::Tally>, question.command.origin()));
    };
}

Action prepare_gaps(const GapCommandOptions& options) {
    const GapQuestion question = question_of(options);
    if (question.jumps) {
        return [question] {
            const CampaignCommand& command = question.command;
            return run_gaps(question,
                            jump::Workload(command.interval, command.axis(), question.gaps));
        };
    }
    if (question.patterns.empty()) {
        return prepare_enumeration(question,
                                   tally::ProductMeasure(tally::CountMeasure(only_primes),
                                                         tally::GapMeasure(question.gaps)));
    }
    if (!question.method.patterns) {
        return prepare_enumeration(question,
                                   tally::TupletGapMeasure(question.patterns, question.gaps));
    }
    return [question] {
        return run_gaps(question, constellations::Workload(
                                      question.command.axis(), family_of(question.patterns),
                                      constellations::GapMeasure(question.patterns, question.gaps),
                                      headline_of<tally::TupletGaps>));
    };
}

} // namespace

void report_merged_gaps(const CampaignCommand& command, const std::vector<std::string>& tallies,
                        const report::RunInfo& run) {
    GapQuestion question;
    question.command = command;
    question.gaps = {command.question.at("histogram").get<bool>(),
                     parse_min(command.question.value("min", ""))};
    ask_for_constellations(question, command.question.value("of", ""),
                           command.question.value("pattern", ""));
    question.jumps = command.question.value("method", "") == "jump";
    if (question.patterns.empty()) {
        question.command.unit = question.jumps ? "gaps" : "primes";
    }
    const auto report = [&](const auto& tally) {
        report_gaps(question, result_of(tally, command.origin()), run);
    };
    if (question.jumps) {
        report(combined<jump::FoundGaps>(tallies));
    } else if (question.patterns.empty()) {
        report(combined<CountedGaps>(tallies));
    } else {
        report(combined<tally::TupletGaps>(tallies));
    }
}

void add_gaps(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<GapCommandOptions>();
    cli::Command command =
        application.add_command("gaps", "Finds the maximal gaps between primes or prime tuplets, "
                                        "and the first of each length");
    add_interval(command, options->bounds);
    command
        .add_option("--of", options->of,
                    "Gaps between tuplets instead of primes: twins, triplets, quadruplets, "
                    "quintuplets, sextuplets, septuplets, octuplets, nonuplets or decuplets")
        .value_name("TUPLETS");
    command
        .add_option("--pattern", options->pattern,
                    "Gaps between the constellations of a pattern, such as 0,2,6")
        .value_name("OFFSETS");
    command.add_flag("--histogram", options->histogram, "Also count how often each length occurs");
    command
        .add_option("--min", options->min,
                    "Also list every gap of at least G; beyond 2^64, from 200 on, find these alone")
        .value_name("G");
    add_method(command, options->method)
        .description("auto, enumerate (the cheaper of the next two), sieve (Eratosthenes), test "
                     "(sieve a little, then test each number), between constellations pattern "
                     "(sieve for them alone, which auto takes where that is faster), or, with "
                     "--min, jump (find the gaps of G and more alone: see below)");
    add_check(command, options->common);
    add_common_options(command, options->common);
    command.footer(R"(
A gap is the distance from a prime to the next one, and belongs to the interval
that holds the lower prime; the gap behind the last prime reaches beyond STOP.
A maximal gap is longer than every gap before it in the interval, a first
occurrence the first of its length in the interval. Merit is gap / ln(prime).
Tables of gaps often take those with both primes below X: the interval then ends
at the last prime below X, as in
  primerank gaps 0 $(primerank prev 1e12)

From a tuplet or constellation (see `help count`) the gap is the distance of its
first member to that of the next one; tuplets of both patterns of triplets, and
of quintuplets, are one sequence. Such a gap belongs to the interval that holds
all members of both: none reaches beyond STOP. Merit is gap / mean gap, which is
ln(prime)^k / C for k members, with Hardy and Littlewood's constant C. The first
of each length is kept, which of rare constellations are nearly all.

--method jump finds the gaps of --min and more alone, without the primes between:
of every G numbers or so it looks at one in ten, whether there is a prime among
them. Those primes are proven, so that no gap is missed.
All tables are then of gaps of G or more. The larger G the faster: at 1e18 with
G = 1400 four times as fast as all primes, with G = 400 hardly faster. auto takes
it beyond 2^64 from G = 200 on; below, where -q prints the list and nothing else
is written or recorded, and that is faster for certain.

-q prints 'gap prime' for the maximal gaps; with --min for all gaps of at least
G instead, and with --histogram 'gap count'. --csv and --json hold all tables,
first occurrences included: kind (listed, maximal, first, histogram), gap,
prime, merit, count. However many gaps --min lists, with --csv (and not --json)
they are written as they are found and take no memory.

Examples:
  primerank gaps 0 1e12 --csv gaps.csv
  primerank gaps 0 1e12 --of twins
  mpirun -np 4 primerank gaps 1e20 +1e13 --min 1000 --journal gaps.journal)");
    command.callback([options, &action] { action = prepare_gaps(*options); });
}

} // namespace primerank::commands
