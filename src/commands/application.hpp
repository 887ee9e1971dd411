#pragma once

#include "commands/exit_code.hpp"

#include <functional>

namespace CLI {
class App;
}

namespace primerank::commands {

/// What a parsed command line does. It is called on every rank.
using Action = std::function<ExitCode()>;

/// Reads the command line and does what it says, on this rank among whatever ranks there are.
/// Returns the process' exit code: bad input ends every rank before MPI is initialised, and only
/// a rank that speaks (see cluster::Launch) says so and returns other than 0: when all do, mpirun
/// often cuts the message off.
int run_application(int argc, char** argv);

// One a command: adds it to the application; its callback checks what was typed, throws
// Refusal or std::invalid_argument, and sets the action.
void add_count(CLI::App& application, Action& action);
void add_sum(CLI::App& application, Action& action);
void add_gaps(CLI::App& application, Action& action);
void add_residues(CLI::App& application, Action& action);
void add_list(CLI::App& application, Action& action);
void add_pi(CLI::App& application, Action& action);
void add_nth(CLI::App& application, Action& action);
void add_merge(CLI::App& application, Action& action);
void add_status(CLI::App& application, Action& action);
void add_next(CLI::App& application, Action& action);
void add_prev(CLI::App& application, Action& action);
void add_test(CLI::App& application, Action& action);
void add_info(CLI::App& application, Action& action);

} // namespace primerank::commands
