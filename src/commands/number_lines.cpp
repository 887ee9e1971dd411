#include "commands/number_lines.hpp"

#include "commands/exit_code.hpp"
#include "numbers/bound.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <stdexcept>

namespace primerank::commands {
namespace {

constexpr std::size_t block_bytes = std::size_t{1} << 20;

std::string_view trimmed(std::string_view line) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = line.find_first_not_of(blanks);
    return first == std::string_view::npos
               ? std::string_view()
               : line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

std::uint64_t parse_number(std::string_view text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) {
        return number;
    }
    if (text.empty()) {
        throw std::invalid_argument("there is no number");
    }
    return static_cast<std::uint64_t>(parse_bound(text, two_to_the_64 - 1));
}

} // namespace

NumberLines::NumberLines(const std::string& path) : file_(path) {}

const std::vector<std::uint64_t>& NumberLines::next() {
    numbers_.clear();
    while (complaint_.empty() && numbers_.empty() && fill()) {
        // What was read ends within a line, unless the file ends.
        const bool last = end_ < text_.size();
        while (complaint_.empty() && begin_ < end_) {
            const char* const begin = text_.data() + begin_;
            const void* const newline = std::memchr(begin, '\n', end_ - begin_);
            if (newline == nullptr && !last) {
                break;
            }
            const std::size_t size =
                newline == nullptr
                    ? end_ - begin_
                    : static_cast<std::size_t>(static_cast<const char*>(newline) - begin);
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
/// file has ended; it grows when a line does not fit.
bool NumberLines::fill() {
    const std::size_t rest = end_ - begin_;
    std::copy(text_.begin() + static_cast<std::ptrdiff_t>(begin_),
              text_.begin() + static_cast<std::ptrdiff_t>(end_), text_.begin());
    text_.resize(std::max(block_bytes, 2 * rest));
    begin_ = 0;
    end_ = rest + file_.read({text_.data() + rest, text_.size() - rest});
    return end_ != 0;
}

void NumberLines::take_line(std::string_view line) {
    ++lines_;
    try {
        numbers_.push_back(parse_number(trimmed(line)));
    } catch (const std::invalid_argument& error) {
        complaint_ = error.what();
    }
}

} // namespace primerank::commands
