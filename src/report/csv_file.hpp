#pragma once

#include "files/output_file.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::report {

/// A CSV file that rows are appended to while a campaign runs: on a disk, through a pipe, or with
/// "-" on standard output. Cells are numbers and plain words, so nothing is quoted.
class CsvFile {
  public:
    /// Creates or empties the file and writes the header. Throws std::system_error.
    CsvFile(const std::string& path, const std::vector<std::string>& columns);

    /// Goes on with a file that had `size` bytes when it was last synced; what follows is cut off.
    /// Throws files::NotRegular, std::system_error, std::runtime_error when it is shorter.
    CsvFile(const std::string& path, std::uint64_t size);

    void append(const std::vector<std::string>& cells);

    /// A line as csv_line makes it.
    void append_line(std::string_view line);

    /// Hands what was appended to the system. Throws std::system_error when the disk is full.
    void flush();

    /// Makes sure that all rows are on the disk, where there is one; the file's size.
    /// Throws std::system_error.
    std::uint64_t sync();

    /// No row follows. Throws std::system_error when one was lost.
    void close() { file_.close(); }

  private:
    files::OutputFile file_;
};

/// "a,b,c"
std::string csv_line(const std::vector<std::string>& cells);

} // namespace primerank::report
