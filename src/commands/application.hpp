#pragma once

#include "cli/command_line.hpp"
#include "commands/exit_code.hpp"

#include <functional>

namespace primerank::commands {

/// What a parsed command line does. It is called on every rank.
using Action = std::function<ExitCode()>;

/// Reads the command line and does what it says, on this rank among whatever ranks there are.
/// Returns the process' exit code: bad input ends every rank before MPI is initialised, and only
/// rank 0 says so and returns other than 0 (when all do, mpirun often cuts the message off).
int run_application(int argc, char** argv);

// One a command: adds it to the application; its callback checks what was typed, throws
// Refusal or std::invalid_argument, and sets the action.
void add_count(cli::CommandLine& application, Action& action);
void add_sum(cli::CommandLine& application, Action& action);
void add_gaps(cli::CommandLine& application, Action& action);
void add_residues(cli::CommandLine& application, Action& action);
void add_list(cli::CommandLine& application, Action& action);
void add_pi(cli::CommandLine& application, Action& action);
void add_nth(cli::CommandLine& application, Action& action);
void add_merge(cli::CommandLine& application, Action& action);
void add_status(cli::CommandLine& application, Action& action);
void add_next(cli::CommandLine& application, Action& action);
void add_prev(cli::CommandLine& application, Action& action);
void add_test(cli::CommandLine& application, Action& action);
void add_info(cli::CommandLine& application, Action& action);

} // namespace primerank::commands
