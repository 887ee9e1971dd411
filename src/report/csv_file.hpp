#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace primerank::report {

/// A CSV file that rows are appended to while a campaign runs. Cells are numbers and plain words,
/// so nothing is quoted.
class CsvFile {
  public:
    /// Creates or empties the file and writes the header. Throws std::system_error.
    CsvFile(const std::string& path, const std::vector<std::string>& columns);

    /// Goes on with a file that had `size` bytes when it was last synced; what follows is cut off.
    /// Throws std::system_error, std::runtime_error when it is shorter.
    CsvFile(const std::string& path, std::uint64_t size);

    void append(const std::vector<std::string>& cells);

    /// Hands what was appended to the system. Throws std::system_error when the disk is full.
    void flush();

    /// Makes sure that all rows are on the disk; the file's size. Throws std::system_error.
    std::uint64_t sync();

  private:
    void write_line(const std::vector<std::string>& cells);

    struct Close {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };
    std::string path_;
    std::unique_ptr<std::FILE, Close> file_;
};

/// "a,b,c"
std::string csv_line(const std::vector<std::string>& cells);

} // namespace primerank::report
