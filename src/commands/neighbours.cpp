#include "cluster/launcher.hpp"
#include "commands/application.hpp"
#include "commands/common_options.hpp"
#include "commands/provable.hpp"
#include "files/standard_output.hpp"
#include "numbers/instruction_set.hpp"
#include "numbers/primality.hpp"

#include <fmt/core.h>
#include <memory>
#include <string>

namespace primerank::commands {
namespace {

void print_once(const std::string& line) {
    require_instruction_set();
    if (cluster::detect_launch().speaks()) {
        files::standard_output().print("{}\n", line);
    }
}

struct NeighbourOptions {
    std::string number;
    bool quiet = false;
};

cli::Command add_neighbour(cli::CommandLine& application, const std::string& name,
                           const std::string& description,
                           const std::shared_ptr<NeighbourOptions>& options) {
    cli::Command command = application.add_command(name, description);
    command.add_argument("N", options->number, "An integer below " + to_string(proven_limit))
        .required();
    add_quiet(command, options->quiet);
    return command;
}

} // namespace

void add_next(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<NeighbourOptions>();
    cli::Command command =
        add_neighbour(application, "next", "Finds the smallest prime above N", options);
    command.callback([options, &action] {
        const uint128 n = parse_provable(options->number);
        if (n >= previous_prime(proven_limit)) {
            refuse_unproven();
        }
        action = [n] {
            print_once(to_string(next_prime(n)));
            return ExitCode::done;
        };
    });
}

void add_prev(cli::CommandLine& application, Action& action) {
    auto options = std::make_shared<NeighbourOptions>();
    cli::Command command =
        add_neighbour(application, "prev", "Finds the largest prime below N", options);
    command.callback([options, &action] {
        const uint128 n = parse_provable(options->number, proven_limit);
        if (n <= 2) {
            throw Refusal(ExitCode::refused,
                          fmt::format("there is no prime below {}", to_string(n)));
        }
        action = [n] {
            print_once(to_string(previous_prime(n).value()));
            return ExitCode::done;
        };
    });
}

} // namespace primerank::commands
