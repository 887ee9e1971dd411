#include "commands/on_ranks.hpp"
#include "commands/pi_command.hpp"
#include "commands/pi_memory.hpp"
#include "commands/pi_question.hpp"
#include "numbers/bound.hpp"

#include <fmt/core.h>
#include <memory>
#include <string>

namespace primerank::commands {
namespace {

struct PiOptions {
    std::string x;
    bool verbose = false;
    bool double_check = false;
    bool selftest = false;
    CommonOptions common;
};

ExitCode run_pi(cluster::Ranks& ranks, PiQuestion question) {
    const uint128 x = question.x;
    const auto forecast = [x](const pi::Options& options) { return tables_forecast(x, options); };
    const pi::Options options = options_in_memory(ranks, question, forecast);
    return run_pi_analysis<pi::PiWorkload>(
        ranks, question.command, forecast(options),
        [&](const pi::Builders& builders) { return pi::PiWorkload(x, builders, options); },
        [&](const pi::PiWorkload& workload, const pi::PiTally& tally, const report::RunInfo& run) {
            report_quantities(question.command, title_of(x), pi_result(question, workload, tally),
                              {}, run);
        });
}

uint128 parse_x(const std::string& text) {
    try {
        const uint128 x = parse_bound(text, largest_x);
        (void)pi::memory_forecast(x, 1);
        return x;
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(fmt::format("X: {}", error.what()));
    }
}

Action prepare_pi(const PiOptions& options) {
    options.common.check();
    PiQuestion question;
    question.x = parse_x(options.x);
    question.verbose = options.verbose;
    question.command.command = "pi";
    question.command.interval = {0, question.x + 1};
    question.command.unit = "pi";
    question.command.options = options.common;
    if (!options.common.shard.empty()) {
        throw std::invalid_argument("pi cannot be sharded; --journal continues it");
    }
    if (options.double_check && options.selftest) {
        throw std::invalid_argument("--double-check and --selftest are two questions; ask one");
    }
    if (options.double_check) {
        return prepare_double_check(question);
    }
    if (options.selftest) {
        return prepare_selftest(question);
    }
    return [question] {
        return on_ranks([&](cluster::Ranks& ranks) { return run_pi(ranks, question); });
    };
}

} // namespace

void add_pi(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<PiOptions>();
    cli::Command command = application.add_command(
        "pi", "Counts the primes up to X, X included, by the combinatorial method");
    command.add_argument("X", options->x, "Such as 1e18; the primes themselves are not listed")
        .required();
    command.add_flag("--verbose", options->verbose,
                     "Also show the terms A+C, B, D, Phi0, Sigma, and the estimates Li, li and R");
    command.add_flag("--double-check", options->double_check,
                     "Count twice, with other limits, pieces and kernels, and compare");
    command.add_flag("--selftest", options->selftest,
                     "Also compare pi(X + H) - pi(X) with what the sieve finds, for an H for which "
                     "that takes about as long");
    add_common_options(command, options->common);
    command.footer(
        "\npi(X) = A + C + D - B + Phi0 + Sigma, after X. Gourdon (2001). Unlike "
        "`count 0 X`,\n`pi X` includes X. Li(X) is the integral of dt / log t "
        "from 2 on, li(X) that from 0 on, which is\n1.04516... more (tables differ in which they "
        "mean), R(X) Riemann's estimate.\n\nWhere --memory does not allow the fastest tables, "
        "smaller ones are taken, as far as they go: half of\nthem costs 6 % more time, a quarter "
        "half as much again. A journal keeps the choice.\n\nExample: mpirun -np 4 primerank pi "
        "1e18 "
        "--journal pi18.journal");
    command.callback([options, &action] { action = prepare_pi(*options); });
}

} // namespace primerank::commands
