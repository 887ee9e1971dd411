#include "commands/residue_report.hpp"

#include "files/standard_output.hpp"
#include "report/json_report.hpp"
#include "report/numerals.hpp"
#include "report/text_table.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <numeric>

namespace primerank::commands {
namespace {

using report::grouped;

std::string class_table(const std::vector<tally::ClassCount>& classes) {
    constexpr std::size_t most_shown = 100;
    report::TextTable table({{"class"}, {"primes"}});
    for (std::size_t i = 0; i < std::min(classes.size(), most_shown); ++i) {
        table.add({std::to_string(classes[i].residue), grouped(std::to_string(classes[i].primes))});
    }
    std::string text = table.text();
    if (classes.size() > most_shown) {
        text += fmt::format("... and {} more classes; --csv and --json have all\n",
                            grouped(std::to_string(classes.size() - most_shown)));
    }
    return text;
}

/// Primes of the interval that are in none of the classes prime to the modulus.
std::uint64_t dividing(const tally::ResidueCounts& counts,
                       const std::vector<tally::ClassCount>& classes) {
    return std::accumulate(classes.begin(), classes.end(), tally::primes_in(counts),
                           [](std::uint64_t rest, const tally::ClassCount& of_class) {
                               return rest - of_class.primes;
                           });
}

std::string prime_of(const tally::LeadChange& change, uint128 origin) {
    return to_string(change.prime.from(origin));
}

std::string change_table(const AskedRace& race, const std::vector<tally::LeadChange>& changes,
                         uint128 origin) {
    constexpr std::size_t most_shown = 20;
    report::TextTable table({{"at prime"}, {"leads"}});
    for (std::size_t i = 0; i < std::min(changes.size(), most_shown); ++i) {
        table.add({grouped(prime_of(changes[i], origin)), race.side(changes[i].leader)});
    }
    std::string text = table.text();
    if (changes.size() > most_shown) {
        text += fmt::format("... and {} more, the last at {}; --csv and --json have all\n",
                            grouped(std::to_string(changes.size() - most_shown)),
                            grouped(prime_of(changes.back(), origin)));
    }
    return text;
}

std::string race_text(const AskedRace& race, const RaceResult& result, uint128 origin) {
    std::string text =
        fmt::format("\nrace of {} against {}: the difference {} {}, smallest {}, largest {}\n",
                    race.ahead, race.behind, result.changes ? "ends at" : "moves by",
                    grouped(std::to_string(result.difference)), grouped(std::to_string(result.min)),
                    grouped(std::to_string(result.max)));
    if (!result.changes) {
        return text + "where the lead changes is found by merge, from all shards\n";
    }
    if (result.changes->empty()) {
        return text + "the lead never changes\n";
    }
    return text
           + fmt::format("lead changes: {}\n{}", grouped(std::to_string(result.changes->size())),
                         change_table(race, *result.changes, origin));
}

std::string text(const ResidueQuestion& question, const ResidueResult& result) {
    const auto classes = tally::reduced_classes(question.modulus, result.counts);
    std::string text = "\n" + class_table(classes);
    if (const std::uint64_t rest = dividing(result.counts, classes); rest != 0) {
        text += fmt::format("primes that divide {}: {}\n", question.modulus, rest);
    }
    return text
           + (result.race ? race_text(*question.race, *result.race, question.command.origin())
                          : "");
}

/// All primes; where they are no sum of what each rank has counted, without the ranks.
std::string total_table(const ResidueQuestion& question, const ResidueResult& result,
                        const report::RunInfo& run) {
    const CampaignCommand& command = question.command;
    const std::string primes = std::to_string(tally::primes_in(result.counts));
    return question.method.combinatorial
               ? report::quantity_table(to_string(command.interval), {{command.unit, primes}})
               : report::rank_table(run, command.unit, command.axis(), primes);
}

std::string note_of(const ResidueQuestion& question) {
    if (question.finds_lead) {
        return fmt::format("the lead at START, {}, was counted by characters\n",
                           grouped(std::to_string(question.lead)));
    }
    if (!question.method.combinatorial) {
        return {};
    }
    return fmt::format(
        "counted by characters, up to stop - 1 and up to start - 1; enumerating (--method "
        "enumerate) would take about {} of one core\n",
        report::duration(sieve::cost(question.command.interval, sieve::Method::enumerate)));
}

Json race_json(const AskedRace& race, const RaceResult& result, uint128 origin) {
    Json json = {{"ahead", race.ahead},
                 {"behind", race.behind},
                 {"difference", std::to_string(result.difference)},
                 {"min", std::to_string(result.min)},
                 {"max", std::to_string(result.max)},
                 {"lead_changes", nullptr}};
    if (result.changes) {
        Json& changes = json["lead_changes"] = Json::array();
        for (const tally::LeadChange& change : *result.changes) {
            changes.push_back(
                {{"prime", prime_of(change, origin)}, {"leader", race.side(change.leader)}});
        }
    }
    return json;
}

Json result_json(const ResidueQuestion& question, const ResidueResult& result) {
    const auto classes = tally::reduced_classes(question.modulus, result.counts);
    Json json = {{"primes", std::to_string(tally::primes_in(result.counts))},
                 {"dividing", std::to_string(dividing(result.counts, classes))},
                 {"classes", Json::array()}};
    for (const auto& [residue, primes] : classes) {
        json["classes"].push_back({{"class", residue}, {"primes", std::to_string(primes)}});
    }
    if (result.race) {
        json["race"] = race_json(*question.race, *result.race, question.command.origin());
    }
    return json;
}

void print_for_scripts(const ResidueQuestion& question, const ResidueResult& result) {
    for (const auto& [residue, primes] : tally::reduced_classes(question.modulus, result.counts)) {
        files::standard_output().print("class {} {}\n", residue, primes);
    }
    if (result.race && result.race->changes) {
        for (const tally::LeadChange& change : *result.race->changes) {
            files::standard_output().print("change {} {}\n",
                                           prime_of(change, question.command.origin()),
                                           question.race->side(change.leader));
        }
    }
}

} // namespace

const std::vector<std::string>& residue_columns() {
    static const std::vector<std::string> columns = {"kind", "class", "n",     "difference",
                                                     "min",  "max",   "primes"};
    return columns;
}

void append_classes(report::CsvFile& csv, const ResidueQuestion& question,
                    const tally::ResidueCounts& counts) {
    for (const auto& [residue, primes] : tally::reduced_classes(question.modulus, counts)) {
        csv.append({"class", std::to_string(residue), "", "", "", "", std::to_string(primes)});
    }
    csv.flush();
}

void report_residues(const ResidueQuestion& question, const ResidueResult& result,
                     const report::RunInfo& run) {
    const CampaignCommand& command = question.command;
    if (!command.options.csv.empty() && !question.race) {
        report::CsvFile csv(command.options.csv, residue_columns());
        append_classes(csv, question, result.counts);
        csv.close();
    }
    if (!command.options.json.empty()) {
        report::write_json(command.options.json,
                           report::document(command.command, command.full_question(),
                                            result_json(question, result), command.unit, run));
    }
    if (command.options.take_stdout()) {
        return;
    }
    if (command.options.quiet) {
        print_for_scripts(question, result);
        return;
    }
    files::standard_output().print("{}{}{}{}", total_table(question, result, run),
                                   text(question, result), note_of(question),
                                   report::run_lines(run));
}

} // namespace primerank::commands
