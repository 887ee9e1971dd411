#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "commands/residue_report.hpp"
#include "law/sequence.hpp"
#include "pi/classes_workload.hpp"

namespace primerank::commands {
namespace {

/// The classes up to stop - 1 and up to start - 1, the two of them end to end as one campaign.
using ClassesTwice = law::Sequence<pi::ClassesWorkload, pi::ClassesWorkload>;

tally::ResidueCounts difference(tally::ResidueCounts counts, const tally::ResidueCounts& less) {
    for (std::size_t a = 0; a < counts.of_class.size(); ++a) {
        counts.of_class[a] -= less.of_class[a];
    }
    return counts;
}

ExitCode run_by_characters(cluster::Ranks& ranks, const ResidueQuestion& question) {
    const CampaignCommand& command = question.command;
    const std::uint64_t modulus = question.modulus;
    const uint128 below = last_below(command.interval.start);
    const uint128 last = last_below(command.interval.stop);
    return run_pi_analysis<ClassesTwice>(
        ranks, command, classes_forecast(below, modulus) + classes_forecast(last, modulus),
        [=](const pi::Builders& builders) {
            return ClassesTwice(pi::ClassesWorkload(below, modulus, builders),
                                pi::ClassesWorkload(last, modulus, builders));
        },
        [&](const ClassesTwice& workload, const ClassesTwice::Tally& tally,
            const report::RunInfo& run) {
            report_residues(question,
                            {difference(workload.second().finish(tally.second),
                                        workload.first().finish(tally.first)),
                             std::nullopt},
                            run);
        });
}

} // namespace

Action prepare_residues_by_characters(const ResidueQuestion& question) {
    return [question] {
        return on_ranks([&](cluster::Ranks& ranks) { return run_by_characters(ranks, question); });
    };
}

} // namespace primerank::commands
