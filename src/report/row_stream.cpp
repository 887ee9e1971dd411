#include "report/row_stream.hpp"

#include "files/standard_output.hpp"
#include "report/numerals.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/core.h>

namespace primerank::report {
namespace {

class FileRows : public RowStream {
  public:
    FileRows(const std::string& path, const std::vector<std::string>& columns, std::uint64_t from)
        : file_(from == 0 ? CsvFile(path, columns) : CsvFile(path, from)) {}
    void append(const RowCells& cells) override { file_.append_line(cells.line()); }
    void flush() override { file_.flush(); }
    std::uint64_t sync() override { return file_.sync(); }

  private:
    CsvFile file_;
};

class NoRows : public RowStream {
  public:
    void append(const RowCells& /*cells*/) override {}
    void flush() override {}
};

class ScriptRows : public RowStream {
  public:
    void append(const RowCells& cells) override {
        files::standard_output().write(cells.line());
        files::standard_output().write("\n");
    }
    void flush() override { files::standard_output().flush(); }
};

class PeopleRows : public RowStream {
  public:
    PeopleRows(std::vector<std::string> columns, std::size_t plain, std::size_t width)
        : columns_(std::move(columns)), plain_(plain), width_(width) {
        print([this](std::size_t c) { return columns_[c]; });
    }

    void append(const RowCells& cells) override {
        print(
            [&](std::size_t c) { return c < plain_ ? std::string(cells[c]) : grouped(cells[c]); });
    }
    void flush() override { files::standard_output().flush(); }

  private:
    template <class CellOf>
    void print(const CellOf& cell_of) const {
        std::string line;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const std::size_t digits = width_ + (c < plain_ ? 0 : (width_ - 1) / 3);
            line += fmt::format("{}{:>{}}", c == 0 ? "" : "  ", cell_of(c),
                                std::max(columns_[c].size(), digits));
        }
        files::standard_output().print("{}\n", line);
    }

    std::vector<std::string> columns_;
    std::size_t plain_;
    std::size_t width_;
};

} // namespace

void RowCells::clear() {
    line_.clear();
    begins_.clear();
}

void RowCells::begin_cell() {
    if (!begins_.empty()) {
        line_ += ',';
    }
    begins_.push_back(line_.size());
}

void RowCells::add(uint128 number) {
    begin_cell();
    if (number >= two_to_the_64) {
        line_ += to_string(number);
        return;
    }
    std::array<char, 20> digits{};
    const char* end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                    static_cast<std::uint64_t>(number))
                          .ptr;
    line_.append(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

void RowCells::add(std::string_view text) {
    begin_cell();
    line_ += text;
}

std::string_view RowCells::operator[](std::size_t index) const {
    const std::size_t end = index + 1 < begins_.size() ? begins_[index + 1] - 1 : line_.size();
    return std::string_view(line_).substr(begins_[index], end - begins_[index]);
}

std::unique_ptr<RowStream>
rows_to_file(const std::string& path, const std::vector<std::string>& columns, std::uint64_t from) {
    return std::make_unique<FileRows>(path, columns, from);
}

std::unique_ptr<RowStream> no_rows() {
    return std::make_unique<NoRows>();
}

std::unique_ptr<RowStream> rows_for_scripts() {
    return std::make_unique<ScriptRows>();
}

std::unique_ptr<RowStream> rows_for_people(const std::vector<std::string>& columns,
                                           std::size_t plain, std::size_t width) {
    return std::make_unique<PeopleRows>(columns, plain, width);
}

} // namespace primerank::report
