#include "commands/analysis_command.hpp"
#include "commands/application.hpp"
#include "commands/interval_options.hpp"
#include "commands/journals.hpp"
#include "commands/merge.hpp"
#include "commands/on_ranks.hpp"
#include "commands/race_lead.hpp"
#include "commands/race_writer.hpp"
#include "numbers/bound.hpp"

#include <fmt/core.h>
#include <memory>
#include <numeric>
#include <string>

namespace primerank::commands {
namespace {

struct ResidueOptions {
    IntervalOptions bounds;
    std::string modulus;
    std::string race;
    std::string lead;
    std::string method = "auto";
    CommonOptions common;
};

std::uint64_t parse_modulus(const std::string& text) {
    uint128 modulus = 0;
    try {
        modulus = parse_bound(text, tally::largest_modulus);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(fmt::format("--modulus: {}", error.what()));
    }
    if (modulus == 0) {
        throw std::invalid_argument(
            fmt::format("--modulus is 0; legal are 1 to {}", tally::largest_modulus));
    }
    return static_cast<std::uint64_t>(modulus);
}

/// A class of a race; it must hold more than the primes that divide the modulus.
std::uint64_t parse_class(const std::string& text, std::uint64_t modulus) {
    uint128 residue = modulus;
    try {
        residue = parse_bound(text, modulus - 1);
    } catch (const std::invalid_argument&) { // the sentence below says it better
    }
    if (residue >= modulus || std::gcd(static_cast<std::uint64_t>(residue), modulus) != 1) {
        throw std::invalid_argument(fmt::format(
            "--race: '{}' is not a class mod {} that is prime to it, below it and 0 or more", text,
            modulus));
    }
    return static_cast<std::uint64_t>(residue);
}

AskedRace parse_class_race(const std::string& text, std::uint64_t modulus) {
    const std::size_t comma = text.find(',');
    if (comma == std::string::npos || text.find(',', comma + 1) != std::string::npos) {
        throw std::invalid_argument(fmt::format(
            "--race is '{}'; write two classes such as 3,1, or quadratic, or none", text));
    }
    const std::uint64_t ahead = parse_class(text.substr(0, comma), modulus);
    const std::uint64_t behind = parse_class(text.substr(comma + 1), modulus);
    if (ahead == behind) {
        throw std::invalid_argument(
            fmt::format("--race is '{}'; a class cannot race against itself", text));
    }
    return {tally::Race::of_classes(modulus, ahead, behind), fmt::format("{},{}", ahead, behind),
            std::to_string(ahead), std::to_string(behind)};
}

/// The race that was asked for; where there are two classes only, theirs.
std::optional<AskedRace> parse_race(const std::string& text, std::uint64_t modulus) {
    if (text.empty() && (modulus == 3 || modulus == 4 || modulus == 6)) {
        return parse_class_race(fmt::format("{},1", modulus - 1), modulus);
    }
    if (text.empty() || text == "none") {
        return std::nullopt;
    }
    if (text == "quadratic") {
        return AskedRace{tally::Race::of_nonresidues(modulus), text, "non-residues", "residues"};
    }
    return parse_class_race(text, modulus);
}

std::int64_t parse_lead(const std::string& text) {
    constexpr uint128 largest = 1'000'000'000'000'000'000;
    try {
        return static_cast<std::int64_t>(parse_signed(text, largest));
    } catch (const std::invalid_argument&) {
        throw std::invalid_argument(fmt::format(
            "--lead is '{}'; legal are auto, and whole numbers from -10^18 to 10^18", text));
    }
}

Json asked_json(const ResidueQuestion& question) {
    Json asked = {{"modulus", question.modulus}};
    if (question.race) {
        asked["race"] = question.race->asked;
        asked["lead"] = question.finds_lead ? "auto" : std::to_string(question.lead);
    }
    asked["method"] = question.method.name();
    return asked;
}

ResidueQuestion question_of(const ResidueOptions& options) {
    options.common.check();
    ResidueQuestion question;
    question.modulus = parse_modulus(options.modulus);
    const bool no_default_race = options.method == "combinatorial";
    question.race = parse_race(no_default_race && options.race.empty() ? "none" : options.race,
                               question.modulus);
    if (!options.lead.empty()) {
        if (!question.race) {
            throw std::invalid_argument("--lead is the difference of a race; name it by --race");
        }
        question.finds_lead = options.lead == "auto";
        question.lead = question.finds_lead ? 0 : parse_lead(options.lead);
    }
    if (question.race && !options.common.shard.empty() && !options.common.csv.empty()) {
        throw std::invalid_argument("--csv and --shard do not go together for a race: merge knows "
                                    "where the lead changes, and writes the CSV");
    }
    const Interval interval = options.bounds.counted_interval();
    question.method =
        choose_method(options.method, {question.modulus, interval, question.race.has_value(),
                                       !options.common.shard.empty(), options.common.journal});
    question.command = {"residues", interval, asked_json(question), "primes", options.common};
    question.command.why = question.method.why;
    if (question.finds_lead) {
        require_findable_lead(question);
    }
    return question;
}

tally::Enumeration<tally::ResidueMeasure> counting(const ResidueQuestion& question) {
    return {
        question.command.axis(), tally::ResidueMeasure(question.modulus), question.method.sieve,
        [](const tally::ResidueCounts& counts) { return law::WideSum(tally::primes_in(counts)); },
        question.command.origin()};
}

RaceWorkload racing(const ResidueQuestion& question) {
    const uint128 origin = question.command.origin();
    const tally::RaceMeasure race(question.race->race);
    return {question.command.axis(),
            ResidueRaceMeasure(tally::ResidueMeasure(question.modulus),
                               tally::TableMeasure(tally::race_blocks, race, origin)),
            question.method.sieve,
            [](const ResidueRace& tally) { return law::WideSum(tally::primes_in(tally.first)); },
            origin};
}

/// How a race moved within a shard, from 0 on: it does not know what lies before.
RaceResult moves_of(const tally::Table<tally::RaceRange>& blocks) {
    tally::RaceRange whole;
    for (const auto& block : blocks.rows()) {
        whole.combine(block.tally);
    }
    return {whole.delta, whole.min, whole.max, std::nullopt};
}

ExitCode run_race(cluster::Ranks& ranks, ResidueQuestion question) {
    if (question.finds_lead && !question.command.options.dry_run) {
        find_lead(ranks, question);
    }
    const RaceWorkload workload = racing(question);
    if (question.is_shard()) {
        return run_analysis(
            ranks, question.command, workload,
            [&](const ResidueRace& tally, const report::RunInfo& run) {
                report_residues(question, {tally.first, moves_of(tally.second)}, run);
            });
    }
    return run_command(
        ranks, question.command, law::Erased(workload),
        [&] { return std::make_unique<RaceWriter>(question, workload); },
        [&](const law::AnyTally& whole, Output& output, const report::RunInfo& run) {
            const auto& tally = whole.as<ResidueRace>();
            auto& race = dynamic_cast<RaceWriter&>(output);
            race.append_classes(tally.first);
            report_residues(question, {tally.first, race.result()}, run);
        });
}

Action prepare_residues(const ResidueOptions& options) {
    const ResidueQuestion question = question_of(options);
    if (question.method.combinatorial) {
        return prepare_residues_by_characters(question);
    }
    return [question] {
        return on_ranks([&](cluster::Ranks& ranks) {
            if (question.race) {
                return run_race(ranks, question);
            }
            return run_analysis(
                ranks, question.command, counting(question),
                [&](const tally::ResidueCounts& counts, const report::RunInfo& run) {
                    report_residues(question, {counts, std::nullopt}, run);
                });
        });
    };
}

} // namespace

void report_merged_residues(const CampaignCommand& command, const std::vector<std::string>& tallies,
                            const report::RunInfo& run) {
    ResidueQuestion question;
    question.command = command;
    question.modulus = command.question.at("modulus").get<std::uint64_t>();
    question.race = parse_race(command.question.value("race", "none"), question.modulus);
    question.method.sieve =
        parse_method(command.question.at("method").get<std::string>(), command.interval);
    if (!question.race) {
        report_residues(question, {combined<tally::ResidueCounts>(tallies), std::nullopt}, run);
        return;
    }
    question.lead = parse_lead(command.question.at("lead").get<std::string>());
    const RaceWorkload workload = racing(question);
    RaceWriter writer(question, workload);
    writer.restore({});
    campaign::State whole{command.interval.stop, law::erased_tally(combined<ResidueRace>(tallies))};
    writer.commit(whole);
    const tally::ResidueCounts& counts = whole.tally.as<ResidueRace>().first;
    writer.append_classes(counts);
    report_residues(question, {counts, writer.result()}, run);
}

void add_residues(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<ResidueOptions>();
    cli::Command command = application.add_command(
        "residues", "Counts primes by residue class, and finds where races change their lead");
    add_interval(command, options->bounds);
    command.add_option("--modulus", options->modulus, "The modulus Q, 1 to 1000000")
        .value_name("Q")
        .required();
    command
        .add_option("--race", options->race,
                    "A,B: class A against class B; quadratic: the non-residues against the "
                    "residues; none. Default for Q = 3, 4, 6: the two classes there are, Q-1,1; "
                    "else none")
        .value_name("RACE");
    command
        .add_option("--lead", options->lead,
                    "The race's difference at START (default 0), when its beginning is known "
                    "from elsewhere; auto: count it, by characters, for Q that divide 24")
        .value_name("D");
    add_method(command, options->method)
        .description("auto, enumerate (the cheaper of the next two), sieve (Eratosthenes), test "
                     "(sieve a little, then test each number), or combinatorial (for Q that "
                     "divide 24: from values like pi(x) for the characters mod Q, which auto takes "
                     "where enumerating would take one core more than ten seconds, and a race is "
                     "not asked for)");
    add_check(command, options->common);
    add_common_options(command, options->common);
    command.footer(R"(
Counted are the classes prime to Q; primes that divide Q are in none of them.
A race's difference is the number of primes so far in class A, less that in
class B. A side leads while it has more. A tie changes nothing: the lead changes
at the prime with which the other side gets ahead, and at the one with which
somebody leads for the first time when nobody did. Changes are found prime by
prime. Where Q is not 4, p^k or 2 p^k, there are more non-residues than residues,
and the former get ever farther ahead.

For Q = 3, 4, 6, 8, 12 and 24 wide intervals up to 2^69 are counted without their
primes, by --method combinatorial; races need them one by one, so for Q = 3, 4
and 6 say --race none.

Q is at most a million, as every rank holds a count for each class and a round
brings them to rank 0. A shard does not know who leads at its start, so it
counts and keeps how the race moves; merge finds the lead changes.

-q prints 'class C PRIMES' for each class, then 'change PRIME C' for each change
of the lead to C. --csv is appended while it runs and has the columns kind,
class, n, difference, min, max, primes:
  change  side 'class' takes the lead at prime n
  race    the difference of all primes below n, its min and max since the row
          before, and who leads; 64 rows an octave, evenly spread over log n
          (beyond 2^64 over log of the distance from START, about)
  class   the number of primes in a class

Examples:
  primerank residues 0 1e9 --modulus 4 --csv race.csv
  primerank residues 0 1e8 --modulus 10 --race 3,1
  primerank residues 0 1e9 --modulus 7 --race quadratic
  primerank residues 0 1e15 --modulus 24)");
    command.callback([options, &action] { action = prepare_residues(*options); });
}

} // namespace primerank::commands
