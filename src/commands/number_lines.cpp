#include "commands/number_lines.hpp"

#include "commands/exit_code.hpp"
#include "commands/provable.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fmt/core.h>
#include <stdexcept>

namespace primerank::commands {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;
constexpr std::size_t longest_line = std::size_t{1} << 16;

std::string_view trimmed(std::string_view line) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = line.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view()
               : line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

std::string_view without_comment(std::string_view line) {
    return line.substr(0, line.find('#'));
}

/// Windows programs put a mark before text: that of UTF-8 is taken off.
std::string_view without_mark(std::string_view first_line) {
    const std::string_view mark = first_line.substr(0, 2);
    if (mark == "\xFF\xFE" || mark == "\xFE\xFF") {
        throw std::invalid_argument("this is UTF-16; save it as UTF-8 or ASCII");
    }
    constexpr std::string_view utf8 = "\xEF\xBB\xBF";
    return first_line.substr(first_line.substr(0, utf8.size()) == utf8 ? utf8.size() : 0);
}

/// column: from 1.
std::string_view column_of(std::string_view line, std::size_t column) {
    constexpr std::string_view separators = " \t,";
    std::string_view rest = line;
    for (std::size_t passed = 1; passed < column; ++passed) {
        rest = trimmed(rest.substr(std::min(rest.size(), rest.find_first_of(separators))));
        rest = trimmed(rest.substr(rest.substr(0, 1) == "," ? 1 : 0));
    }
    rest = rest.substr(0, rest.find_first_of(separators));
    if (rest.empty()) {
        throw std::invalid_argument(fmt::format("there is no column {}", column));
    }
    return rest;
}

uint128 parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) {
        return number;
    }
    return parse_provable(text);
}

} // namespace

NumberLines::NumberLines(const std::string& path, std::size_t column)
    : column_(column), file_(path) {}

const std::vector<uint128>& NumberLines::next() {
    numbers_.clear();
    while (complaint_.empty() && numbers_.empty() && fill()) {
        // What was read ends within a line, unless the file ends.
        const bool last = end_ < text_.size();
        while (complaint_.empty() && begin_ < end_) {
            const char* const begin = text_.data() + begin_;
            const void* const newline = std::memchr(begin, '\n', end_ - begin_);
            const std::size_t size =
                newline == nullptr
                    ? end_ - begin_
                    : static_cast<std::size_t>(static_cast<const char*>(newline) - begin);
            if (newline == nullptr && !last && size <= longest_line) {
                break;
            }
            take_line({begin, size});
            begin_ = std::min(end_, begin_ + size + 1);
        }
    }
    return numbers_;
}

void NumberLines::refuse_bad_line() const {
    if (!complaint_.empty()) {
        throw Refusal(ExitCode::refused,
                      fmt::format("{}, line {}: {}", file_.name(), lines_, complaint_));
    }
}

/// Reads on behind the rest of a line; false at the end of the file. The buffer is full unless the
/// file has ended.
bool NumberLines::fill() {
    const std::size_t rest = end_ - begin_;
    std::copy(text_.begin() + static_cast<std::ptrdiff_t>(begin_),
              text_.begin() + static_cast<std::ptrdiff_t>(end_), text_.begin());
    text_.resize(block_bytes);
    begin_ = 0;
    end_ = rest + file_.read({text_.data() + rest, text_.size() - rest});
    return end_ != 0;
}

void NumberLines::take_line(std::string_view line) {
    try {
        if (++lines_ == 1) {
            line = without_mark(line);
        }
        if (line.size() > longest_line) {
            throw std::invalid_argument(
                fmt::format("the line is longer than {} bytes", longest_line));
        }
        if (line.find('\0') != std::string_view::npos) {
            throw std::invalid_argument("there is a zero byte; this is not a text");
        }
        line = trimmed(without_comment(line));
        if (!line.empty()) {
            numbers_.push_back(parse_number(column_ == 0 ? line : column_of(line, column_)));
        }
    } catch (const std::invalid_argument& error) {
        complaint_ = error.what();
    }
}

} // namespace primerank::commands
