#include "commands/application.hpp"
#include <CLI/CLI.hpp>
namespace primerank::commands {
void add_sum(CLI::App&, Action&) {}
} // namespace primerank::commands
