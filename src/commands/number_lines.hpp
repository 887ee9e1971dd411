#pragma once

#include "files/input.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::commands {

/// Reads integers below 2^64 from a text, one a line, many at a time. A line is written as bounds
/// on the command line are; spaces around the number and a carriage return do not matter.
class NumberLines {
  public:
    /// path: a file, or "-" for stdin. Throws std::system_error.
    explicit NumberLines(const std::string& path);

    /// The numbers of the next lines; none at the end, and at the first line that is not a number.
    /// Throws std::system_error when the file cannot be read.
    const std::vector<std::uint64_t>& next();

    /// Throws Refusal, which names the line, if that is where next() stopped.
    void refuse_bad_line() const;

  private:
    bool fill();
    void take_line(std::string_view line);

    files::Input file_;
    std::vector<char> text_;  // what was read
    std::size_t begin_ = 0;   // of the first line that was not taken yet
    std::size_t end_ = 0;     // of what was read
    std::uint64_t lines_ = 0; // taken
    std::string complaint_;   // about a bad line
    std::vector<std::uint64_t> numbers_;
};

} // namespace primerank::commands
