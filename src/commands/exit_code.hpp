#pragma once

#include "cli/exit_code.hpp"

namespace primerank::commands {

using cli::ExitCode;
using cli::Refusal;

} // namespace primerank::commands
