#include "commands/analysis_command.hpp"
#include "commands/application.hpp"
#include "commands/with_communicator.hpp"
#include "numbers/bound.hpp"
#include "pi/pi_workload.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <string>

namespace primerank::commands {
namespace {

struct PiOptions {
    std::string x;
    bool verbose = false;
    CommonOptions common;
};

/// Far beyond what arithmetic or memory allow; choose_parameters() draws the line.
constexpr uint128 largest_x = uint128{1} << 100;

report::Result terms_of(const pi::PiTerms& terms) {
    return {{"A+C", to_string(terms.a_and_c)},
            {"B", to_string(terms.b)},
            {"D", to_string(terms.d)},
            {"Phi0", to_string(terms.phi0)},
            {"Sigma", to_string(terms.sigma)}};
}

void report_pi(const CampaignCommand& command, uint128 x, const report::Result& result,
               const report::RunInfo& run) {
    const CommonOptions& options = command.options;
    if (!options.json.empty()) {
        report::write_json(options.json,
                           report::document(command.command, command.full_question(),
                                            report::result_json(result), command.unit, run));
    }
    if (!options.csv.empty()) {
        report::write_result_csv(options.csv, result, {0, x + 1});
    }
    if (options.quiet) {
        fmt::print("{}\n", result.front().digits);
    } else {
        fmt::print("{}{}", report::quantity_table(fmt::format("x = {}", to_string(x)), result),
                   report::run_lines(run));
    }
}

template <cluster::Communicator C>
ExitCode run_pi(C& communicator, const CampaignCommand& command, uint128 x, bool verbose) {
    // The tables are as large as the forecast: ask before they are built.
    const cluster::Placement placement =
        cluster::place_ranks(communicator, command.options.threads);
    agree(communicator, [&] {
        require_memory(node_memory(placement,
                                   [x](int threads) -> std::size_t {
                                       return pi::memory_forecast(x,
                                                                  static_cast<unsigned>(threads));
                                   }),
                       command.options.memory_limit());
    });
    const pi::PiWorkload workload(x, static_cast<unsigned>(placement.threads));
    return run_analysis(communicator, command, workload,
                        [&](const pi::PiTally& tally, const report::RunInfo& run) {
                            report::Result result = {{"pi", to_string(workload.finish(tally))}};
                            if (verbose) {
                                const report::Result terms = terms_of(workload.terms(tally));
                                result.insert(result.end(), terms.begin(), terms.end());
                            }
                            report_pi(command, x, result, run);
                        });
}

Action prepare_pi(const PiOptions& options) {
    options.common.check();
    uint128 x = 0;
    try {
        x = parse_bound(options.x, largest_x);
        (void)pi::memory_forecast(x, 1);
    } catch (const std::invalid_argument& error) {
        throw std::invalid_argument(fmt::format("X: {}", error.what()));
    }
    if (!options.common.shard.empty()) {
        throw std::invalid_argument("pi cannot be sharded; --journal continues it");
    }
    CampaignCommand command;
    command.command = "pi";
    command.interval = {0, x + 1};
    command.unit = "pi";
    command.options = options.common;
    return [command, x, verbose = options.verbose] {
        return with_communicator(
            [&](auto& communicator) { return run_pi(communicator, command, x, verbose); });
    };
}

} // namespace

void add_pi(CLI::App& application, Action& action) {
    auto options = std::make_shared<PiOptions>();
    CLI::App* command = application.add_subcommand(
        "pi", "Counts the primes up to X, X included, by the combinatorial method");
    command->add_option("X", options->x, "Such as 1e18; the primes themselves are not listed")
        ->required();
    command->add_flag("--verbose", options->verbose, "Also show the terms A+C, B, D, Phi0, Sigma");
    add_common_options(*command, options->common);
    command->footer("\npi(X) = A + C + D - B + Phi0 + Sigma, after X. Gourdon (2001). Unlike "
                    "`count 0 X`,\n`pi X` includes X.\n\nExample: mpirun -np 4 primerank pi 1e18 "
                    "--journal pi18.journal");
    command->callback([options, &action] { action = prepare_pi(*options); });
}

} // namespace primerank::commands
