#include "files/text.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::files {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
    return static_cast<std::uint8_t>(text[at]);
}

/// What a first byte says of its character: how many bytes follow, and between what the first of
/// those lies. The narrower bounds keep out overlong forms, surrogates, and what is beyond
/// U+10FFFF.
struct Sequence {
    std::uint8_t first;
    std::uint8_t last;
    std::size_t length; ///< bytes, the first one included
    std::uint8_t second_least;
    std::uint8_t second_most;
};

constexpr std::array sequences = {
    Sequence{0x00, 0x7F, 1, 0x80, 0xBF}, Sequence{0xC2, 0xDF, 2, 0x80, 0xBF},
    Sequence{0xE0, 0xE0, 3, 0xA0, 0xBF}, Sequence{0xE1, 0xEC, 3, 0x80, 0xBF},
    Sequence{0xED, 0xED, 3, 0x80, 0x9F}, Sequence{0xEE, 0xEF, 3, 0x80, 0xBF},
    Sequence{0xF0, 0xF0, 4, 0x90, 0xBF}, Sequence{0xF1, 0xF3, 4, 0x80, 0xBF},
    Sequence{0xF4, 0xF4, 4, 0x80, 0x8F}};

} // namespace

std::size_t character_length(std::string_view text, std::size_t at) {
    for (const Sequence& sequence : sequences) {
        const std::uint8_t first = byte_at(text, at);
        if (first < sequence.first || first > sequence.last) {
            continue;
        }
        if (at + sequence.length > text.size()) {
            return 0;
        }
        for (std::size_t i = 1; i < sequence.length; ++i) {
            const std::uint8_t least = i == 1 ? sequence.second_least : 0x80;
            const std::uint8_t most = i == 1 ? sequence.second_most : 0xBF;
            if (byte_at(text, at + i) < least || byte_at(text, at + i) > most) {
                return 0;
            }
        }
        return sequence.length;
    }
    return 0;
}

namespace {

void append_escape(std::string& text, std::uint8_t byte) {
    constexpr std::string_view hex_digits = "0123456789ABCDEF";
    text += "\\x";
    text += hex_digits[byte >> 4];
    text += hex_digits[byte & 15];
}

bool is_control(std::uint8_t byte) {
    return byte < 0x20 || byte == 0x7F;
}

} // namespace

std::string printable(std::string_view path) {
    std::string text;
    for (std::size_t at = 0; at < path.size();) {
        const std::size_t length = character_length(path, at);
        if (length == 0 || is_control(byte_at(path, at))) {
            append_escape(text, byte_at(path, at));
            ++at;
        } else {
            text += path.substr(at, length);
            at += length;
        }
    }
    return text;
}

} // namespace primerank::files
