#pragma once

#include <string>

namespace primerank::commands {

/// Makes sure before work starts that a file can be written at path, leaving what is there as it
/// is. An empty path is fine. Throws Refusal with ExitCode::path.
void require_writable(const std::string& path);

} // namespace primerank::commands
