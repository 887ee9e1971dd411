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
    write_line(columns);
    flush();
}

CsvFile::CsvFile(const std::string& path, std::uint64_t size)
    : file_(path, size, "a table that is continued") {}

void CsvFile::append(const std::vector<std::string>& cells) {
    write_line(cells);
}

void CsvFile::flush() {
    file_.flush();
}

std::uint64_t CsvFile::sync() {
    return file_.sync();
}

void CsvFile::write_line(const std::vector<std::string>& cells) {
    file_.write(csv_line(cells) + "\n");
}

} // namespace primerank::report
