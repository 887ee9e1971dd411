#pragma once

#include "files/input.hpp"
#include "numbers/uint128.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::commands {

/// Reads integers below proven_limit from a text, one a line, many at a time. They are written as
/// bounds on the command line are. What follows a # is a comment; lines with nothing else are
/// passed over, and so is a mark of UTF-8 at the beginning.
class NumberLines {
  public:
    /// path: a file, or "-" for stdin. column: of a line with several, from 1, with blanks or a
    /// comma between them; 0: a line is one number. Throws std::system_error.
    NumberLines(const std::string& path, std::size_t column);

    /// The numbers of the next lines; none at the end, and at the first line that is not a number.
    /// Throws std::system_error when the file cannot be read.
    const std::vector<uint128>& next();

    /// Throws Refusal, which names the line, if that is where next() stopped.
    void refuse_bad_line() const;

  private:
    bool fill();
    void take_line(std::string_view line);

    std::size_t column_;
    files::Input file_;
    std::vector<char> text_;  // what was read
    std::size_t begin_ = 0;   // of the first line that was not taken yet
    std::size_t end_ = 0;     // of what was read
    std::uint64_t lines_ = 0; // taken
    std::string complaint_;   // about a bad line
    std::vector<uint128> numbers_;
};

} // namespace primerank::commands
