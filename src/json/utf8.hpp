#pragma once

#include <string>
#include <string_view>

namespace primerank {

/// Any bytes as valid UTF-8: what is UTF-8 stays, every other byte b becomes the character
/// U+10FF00 + b. Where the text has such characters itself, their bytes count as others.
std::string utf8_from_bytes(std::string_view bytes);

/// The bytes that utf8_from_bytes was given.
std::string bytes_from_utf8(std::string_view text);

} // namespace primerank
