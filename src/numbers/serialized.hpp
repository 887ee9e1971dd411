#pragma once

#include "numbers/text_archive.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

namespace primerank {

/// A tally, or anything else with serialize(), as text that does not depend on the machine.
template <class T>
std::string serialized(const T& value) {
    std::string text;
    TextWriter{text} & value;
    text += '\n';
    return text;
}

/// The inverse. Throws std::runtime_error for what is not such a text.
template <class T>
T deserialized(std::string_view text) {
    if (text.ends_with('\n')) {
        text.remove_suffix(1);
    }
    TextReader reader(text);
    T value;
    reader& value;
    if (!reader.at_end()) {
        throw std::runtime_error("a saved result is longer than it should be");
    }
    return value;
}

} // namespace primerank
