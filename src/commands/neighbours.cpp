#include "commands/application.hpp"
#include <CLI/CLI.hpp>
namespace primerank::commands {
void add_next(CLI::App&, Action&) {}
void add_prev(CLI::App&, Action&) {}
} // namespace primerank::commands
