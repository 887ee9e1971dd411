#pragma once

#include <string_view>

namespace primerank::report {

std::string_view version();        ///< of primerank, such as "0.1.0"
std::string_view source_version(); ///< what git describes the source as, or "unknown"
std::string_view compiler();       ///< name, version and build type

} // namespace primerank::report
