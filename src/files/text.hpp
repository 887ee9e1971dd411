#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace primerank::files {

/// Bytes of the character of UTF-8 that begins at a place of the text; 0 where none does.
/// Well-formed is what table 3-7 of the Unicode Standard lists.
std::size_t character_length(std::string_view text, std::size_t at);

/// A path, which is any bytes, for messages in one line: bytes that are no UTF-8, and control
/// characters, become \xHH.
std::string printable(std::string_view path);

} // namespace primerank::files
