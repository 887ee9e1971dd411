#include "json/utf8.hpp"

#include "files/text.hpp"

#include <cstddef>

namespace primerank {
namespace {

// U+10FF80 to U+10FFFF in UTF-8: F4 8F BE 80 to F4 8F BF BF.
constexpr std::string_view stand_in_prefix = "\xF4\x8F";
constexpr std::size_t stand_in_size = 4;

unsigned byte_at(std::string_view text, std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

/// Whether a stand-in for a byte begins here.
bool is_stand_in(std::string_view text, std::size_t at) {
    return text.substr(at, 2) == stand_in_prefix
           && (byte_at(text, at + 2) == 0xBE || byte_at(text, at + 2) == 0xBF)
           && byte_at(text, at + 3) >= 0x80 && byte_at(text, at + 3) <= 0xBF;
}

} // namespace

std::string utf8_from_bytes(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t size = is_stand_in(bytes, at) ? 0 : files::character_length(bytes, at);
        if (size > 0) {
            text += bytes.substr(at, size);
            at += size;
            continue;
        }
        const unsigned byte = byte_at(bytes, at++); // 80 to FF
        text += stand_in_prefix;
        text += static_cast<char>(0xBE + (byte >> 6 & 1));
        text += static_cast<char>(0x80 + (byte & 0x3F));
    }
    return text;
}

std::string bytes_from_utf8(std::string_view text) {
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (!is_stand_in(text, at)) {
            bytes += text[at++];
            continue;
        }
        bytes += static_cast<char>(0x80 + ((byte_at(text, at + 2) & 1) << 6)
                                   + (byte_at(text, at + 3) & 0x3F));
        at += stand_in_size;
    }
    return bytes;
}

} // namespace primerank
