#include "commands/application.hpp"
#include <CLI/CLI.hpp>
namespace primerank::commands {
void add_test(CLI::App&, Action&) {}
} // namespace primerank::commands
