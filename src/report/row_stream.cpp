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
    void append(std::span<const std::string> cells) override { file_.append_cells(cells); }
    void flush() override { file_.flush(); }
    std::uint64_t sync() override { return file_.sync(); }

  private:
    CsvFile file_;
};

class NoRows : public RowStream {
  public:
    void append(std::span<const std::string> /*cells*/) override {}
    void flush() override {}
};

class ScriptRows : public RowStream {
  public:
    void append(std::span<const std::string> cells) override {
        files::standard_output().print("{}\n", csv_line(cells));
    }
    void flush() override { files::standard_output().flush(); }
};

class PeopleRows : public RowStream {
  public:
    PeopleRows(std::vector<std::string> columns, std::size_t plain, std::size_t width)
        : columns_(std::move(columns)), plain_(plain), width_(width) {
        print([this](std::size_t c) { return columns_[c]; });
    }

    void append(std::span<const std::string> cells) override {
        print([&](std::size_t c) { return c < plain_ ? cells[c] : grouped(cells[c]); });
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

void RowCells::add(std::uint64_t number) {
    std::array<char, 20> digits{};
    const char* end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    next().assign(digits.data(), static_cast<std::size_t>(end - digits.data()));
}

std::string& RowCells::next() {
    if (size_ == cells_.size()) {
        cells_.emplace_back();
    }
    return cells_[size_++];
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
