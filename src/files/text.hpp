#pragma once

#include <string>
#include <string_view>

namespace primerank::files {

/// A path, which is any bytes, for messages in one line: bytes that are no UTF-8, and control
/// characters, become \xHH.
std::string printable(std::string_view path);

} // namespace primerank::files
