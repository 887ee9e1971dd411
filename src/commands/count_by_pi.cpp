#include "commands/count_question.hpp"
#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "law/sequence.hpp"
#include "report/numerals.hpp"

#include <fmt/core.h>

namespace primerank::commands {
namespace {

/// pi(stop - 1) - pi(start - 1), the two of them end to end as one campaign.
using PiTwice = law::Sequence<pi::PiWorkload, pi::PiWorkload>;

std::string note_of(const CountQuestion& question) {
    return fmt::format(
        "counted as pi(stop - 1) - pi(start - 1); enumerating (--method enumerate) "
        "would take about {} of one core",
        report::duration(sieve::cost(question.command.interval, sieve::Method::enumerate)));
}

ExitCode run_count_by_pi(cluster::Ranks& ranks, const CountQuestion& question) {
    const CampaignCommand& command = question.command;
    const uint128 below = last_below(command.interval.start);
    const uint128 last = last_below(command.interval.stop);
    return run_pi_analysis<PiTwice>(
        ranks, command, tables_forecast(below) + tables_forecast(last),
        [=](const pi::Builders& builders) {
            return PiTwice(pi::PiWorkload(below, builders), pi::PiWorkload(last, builders));
        },
        [&](const PiTwice& workload, const PiTwice::Tally& tally, const report::RunInfo& run) {
            const uint128 primes =
                workload.second().finish(tally.second) - workload.first().finish(tally.first);
            report_quantities(command, to_string(command.interval),
                              {{question.counted.all.front().name, to_string(primes)}},
                              note_of(question), run);
        });
}

} // namespace

Action prepare_count_by_pi(const CountQuestion& question) {
    return [question] {
        return on_ranks([&](cluster::Ranks& ranks) { return run_count_by_pi(ranks, question); });
    };
}

} // namespace primerank::commands
