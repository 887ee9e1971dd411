#include "report/csv_file.hpp"

#include "campaign/stop.hpp"

namespace primerank::report {

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (const std::string& cell : cells) {
        if (!line.empty()) {
            line += ',';
        }
        line += cell;
    }
    return line;
}

CsvFile::CsvFile(const std::string& path, const std::vector<std::string>& columns)
    : file_(path, campaign::stop_requested) {
    append(columns);
    flush();
}

CsvFile::CsvFile(const std::string& path, std::uint64_t size)
    : file_(path, size, "a table that is continued") {}

void CsvFile::append(const std::vector<std::string>& cells) {
    append_line(csv_line(cells));
}

void CsvFile::append_line(std::string_view line) {
    file_.write(line);
    file_.write("\n");
}

void CsvFile::flush() {
    file_.flush();
}

std::uint64_t CsvFile::sync() {
    return file_.sync();
}

} // namespace primerank::report
