#include "commands/application.hpp"
#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "numbers/bound.hpp"
#include "pi/nth_prime.hpp"
#include "pi/primes_between.hpp"
#include "report/numerals.hpp"

#include <fmt/core.h>
#include <memory>
#include <string>

namespace primerank::commands {
namespace {

struct NthOptions {
    std::string n;
    CommonOptions common;
};

struct NthQuestion {
    uint128 n = 0;
    uint128 guess = 0; ///< R^-1(n)
    CampaignCommand command;
};

/// Counts the primes of an interval on all ranks, for all ranks. It is not in the journal: next to
/// pi(x) it takes no time, and is done again when the same command continues.
std::uint64_t count_between(cluster::Ranks& ranks, const CampaignCommand& command,
                            const Interval& interval, report::RunInfo& run) {
    const pi::PrimesBetween primes = pi::primes_between(interval);
    const law::Erased workload(primes);
    const cluster::Placement placement = cluster::place_ranks(ranks, command.options.threads);
    Output no_output;
    std::optional<Record> record;
    if (ranks.rank() == 0) {
        record.emplace("", command.full_question());
        record->start(workload, no_output);
    }
    const auto [outcome, this_run] = run_campaign(ranks, workload, command.options, placement,
                                                  command.unit, record ? &*record : nullptr);
    agree(ranks, [&, &outcome = outcome] {
        if (outcome.difference) {
            throw audit_failed(*outcome.difference, placement);
        }
        if (!outcome.complete) {
            throw stopped_early(command, interval, outcome.state.frontier, run);
        }
    });
    run.seconds += this_run.seconds;
    std::uint64_t count = 0;
    if (ranks.rank() == 0) {
        count = outcome.state.tally.as<pi::PrimesBetween::Tally>().of_size.front();
    }
    return cluster::from_root(ranks, count);
}

void report_prime(const NthQuestion& question, const pi::CountedPlace& guess, uint128 prime,
                  const report::RunInfo& run) {
    CampaignCommand command = question.command;
    command.interval = {0, prime + 1};
    report_quantities(command, fmt::format("n = {}", report::grouped(to_string(question.n))),
                      {{"prime", to_string(prime)}},
                      fmt::format("sieved from {}, where pi is {}",
                                  report::grouped(to_string(guess.x)),
                                  report::grouped(to_string(guess.primes))),
                      run);
}

ExitCode run_nth(cluster::Ranks& ranks, const NthQuestion& question) {
    const uint128 x = question.guess;
    const pi::PrimesBetween around = pi::primes_between({x, x + 1});
    pi::CountedPlace guess{x, 0};
    report::RunInfo run;
    run_pi_analysis<pi::PiWorkload>(
        ranks, question.command,
        tables_forecast(x)
            + TablesForecast{0, [&around](int threads) { return around.memory(threads); }},
        [x](const pi::Builders& builders) { return pi::PiWorkload(x, builders); },
        [&](const pi::PiWorkload& workload, const pi::PiTally& tally,
            const report::RunInfo& run_of_pi) {
            guess.primes = workload.finish(tally);
            run = run_of_pi;
        });
    if (question.command.options.dry_run) {
        return ExitCode::done;
    }
    guess.primes = cluster::from_root(ranks, guess.primes);
    const pi::CountedPlace place =
        pi::approach_nth_prime(question.n, guess, [&](const Interval& between) {
            return count_between(ranks, question.command, between, run);
        });
    if (ranks.rank() == 0) {
        const auto steps = static_cast<int128>(question.n) - static_cast<int128>(place.primes);
        report_prime(question, guess, pi::prime_near(place.x, steps), run);
    }
    return ExitCode::done;
}

Action prepare_nth(const NthOptions& options) {
    options.common.check();
    if (!options.common.shard.empty()) {
        throw std::invalid_argument("nth cannot be sharded; --journal continues it");
    }
    NthQuestion question;
    try {
        question.n = parse_bound(options.n, uint128{1} << 94);
        if (question.n == 0) {
            throw std::invalid_argument("'" + options.n + "' is 0; the first prime is number 1");
        }
        question.guess = pi::guess_nth_prime(question.n);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(fmt::format("N: {}", error.what()));
    }
    question.command.command = "nth";
    question.command.interval = {0, question.guess + 1};
    question.command.question["n"] = to_string(question.n);
    question.command.unit = "primes";
    question.command.options = options.common;
    return [question] {
        return on_ranks([&](cluster::Ranks& ranks) { return run_nth(ranks, question); });
    };
}

} // namespace

void add_nth(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<NthOptions>();
    cli::Command command = application.add_command("nth", "Finds the N-th prime");
    command.add_argument("N", options->n, "Such as 1e12; 2 is number 1").required();
    add_common_options(command, options->common);
    command.footer("\nCounts the primes up to R^-1(N), the best guess (R is Riemann's estimate of "
                   "pi), and sieves\nfrom there.\n\nExample: mpirun -np 4 primerank nth 1e16");
    command.callback([options, &action] { action = prepare_nth(*options); });
}

} // namespace primerank::commands
