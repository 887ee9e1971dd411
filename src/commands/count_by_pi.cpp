#include "commands/count_question.hpp"
#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "commands/pi_difference.hpp"
#include "report/numerals.hpp"

#include <fmt/core.h>

namespace primerank::commands {
namespace {

std::string note_of(const CountQuestion& question) {
    return fmt::format(
        "counted as pi(stop - 1) - pi(start - 1); enumerating (--method enumerate) "
        "would take about {} of one core",
        report::duration(sieve::cost(question.command.interval, sieve::Method::enumerate)));
}

ExitCode run_count_by_pi(cluster::Ranks& ranks, const CountQuestion& question) {
    const CampaignCommand& command = question.command;
    const Interval& interval = command.interval;
    return run_pi_analysis<PiDifference>(
        ranks, command, forecast_pi_difference(interval),
        [=](const pi::Builders& builders) { return pi_difference(interval, builders); },
        [&](const PiDifference& workload, const PiDifference::Tally& tally,
            const report::RunInfo& run) {
            const uint128 primes = primes_from(workload, tally);
            report_quantities(command, to_string(interval),
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
