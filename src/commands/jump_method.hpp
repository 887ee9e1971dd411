#pragma once

#include "commands/gap_report.hpp"

#include <string>

namespace primerank::commands {

/// Whether gaps are searched for in jumps, which finds those of --min and more alone: if --method
/// says jump, or says auto, that is expected to be faster, or was when the journal was begun, and
/// no others are asked for: -q prints the list of --min and no file is written, or the interval
/// ends beyond 2^64. Throws std::invalid_argument for jump where it cannot be.
bool searches_in_jumps(const std::string& method, const GapQuestion& question);

} // namespace primerank::commands
