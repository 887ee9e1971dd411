#pragma once

#include <string>
#include <string_view>

namespace primerank::files {

/// Bytes, such as a path's, as valid UTF-8, for JSON. A byte that belongs to no character becomes
/// \xHH, with two hex digits in capitals; a backslash that would read as the beginning of such an
/// escape becomes \x5C. All else stays, so most texts are their own escape.
std::string escape_bytes(std::string_view bytes);

/// The bytes that escape_bytes() was given.
std::string unescape_bytes(std::string_view text);

/// The same as escape_bytes(), and control characters are escaped as well: for messages, where a
/// newline in a path would look like the end of the line.
std::string printable(std::string_view path);

} // namespace primerank::files
