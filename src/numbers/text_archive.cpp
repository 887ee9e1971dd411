#include "numbers/text_archive.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <system_error>

namespace primerank {
namespace {

[[noreturn]] void fail() {
    throw std::runtime_error("a saved result is damaged");
}

template <class Integer>
void append(std::string& text, Integer value) {
    char digits[20];
    const char* end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    if (!text.empty()) {
        text += ' ';
    }
    text += std::string_view(digits, static_cast<std::size_t>(end - digits));
}

template <class Integer>
Integer taken(std::string_view& text) {
    Integer value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) {
        fail();
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

} // namespace

bool MetClasses::is_new_tag(const void* tag) {
    if (std::find(tags_.begin(), tags_.end(), tag) != tags_.end()) {
        return false;
    }
    tags_.push_back(tag);
    return true;
}

TextWriter& TextWriter::operator&(const std::string& text) {
    put(std::uint64_t{text.size()});
    text_ += ' ';
    text_ += text;
    return *this;
}

void TextWriter::put(std::uint64_t value) {
    append(text_, value);
}

void TextWriter::put(std::int64_t value) {
    append(text_, value);
}

TextReader& TextReader::operator&(std::string& text) {
    const std::uint64_t size = get(rest_.size());
    skip_blank();
    if (size > rest_.size()) {
        fail();
    }
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return *this;
}

std::uint64_t TextReader::get(std::uint64_t most) {
    skip_blank();
    const auto value = taken<std::uint64_t>(rest_);
    if (value > most) {
        fail();
    }
    return value;
}

std::int64_t TextReader::get_signed(std::int64_t most) {
    skip_blank();
    const auto value = taken<std::int64_t>(rest_);
    if (value > most || value < -most - 1) {
        fail();
    }
    return value;
}

/// What is before every number and every string but the first.
void TextReader::skip_blank() {
    if (!started_) {
        started_ = true;
        return;
    }
    if (!rest_.starts_with(' ')) {
        fail();
    }
    rest_.remove_prefix(1);
}

} // namespace primerank
