#pragma once

#include "commands/gap_report.hpp"

#include <string>

namespace primerank::commands {

/// Whether gaps are searched for in jumps, which finds those of --min and more alone: if --method
/// says jump, or auto and no others are asked for. That is so beyond 2^64, and below where -q
/// prints the list of --min, nothing else is written, and jumps are faster on any processor; what a
/// journal was begun with goes on. Throws std::invalid_argument for jump where it cannot be.
bool searches_in_jumps(const std::string& method, const GapQuestion& question);

} // namespace primerank::commands
