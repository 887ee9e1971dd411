#include "report/csv_file.hpp"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <unistd.h>

namespace primerank::report {
namespace {

[[noreturn]] void fail(const std::string& path) {
    throw std::system_error(errno, std::generic_category(), "'" + path + "' cannot be written");
}

} // namespace

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
    : path_(path), file_(std::fopen(path.c_str(), "w")) {
    if (!file_) {
        fail(path_);
    }
    write_line(columns);
    flush();
}

CsvFile::CsvFile(const std::string& path, std::uint64_t size)
    : path_(path), file_(std::fopen(path.c_str(), "r+")) {
    if (!file_) {
        fail(path_);
    }
    if (std::fseek(file_.get(), 0, SEEK_END) != 0) {
        fail(path_);
    }
    if (static_cast<std::uint64_t>(std::ftell(file_.get())) < size) {
        throw std::runtime_error("'" + path + "' is shorter than the journal says it was");
    }
    if (ftruncate(fileno(file_.get()), static_cast<off_t>(size)) != 0
        || std::fseek(file_.get(), 0, SEEK_END) != 0) {
        fail(path_);
    }
}

void CsvFile::append(const std::vector<std::string>& cells) {
    write_line(cells);
}

void CsvFile::flush() {
    if (std::fflush(file_.get()) != 0) {
        fail(path_);
    }
}

std::uint64_t CsvFile::sync() {
    flush();
    if (fdatasync(fileno(file_.get())) != 0) {
        fail(path_);
    }
    return static_cast<std::uint64_t>(std::ftell(file_.get()));
}

void CsvFile::write_line(const std::vector<std::string>& cells) {
    const std::string line = csv_line(cells) + "\n";
    if (std::fwrite(line.data(), 1, line.size(), file_.get()) != line.size()) {
        fail(path_);
    }
}

} // namespace primerank::report
