#pragma once

#include <string>
#include <vector>

namespace primerank::report {

/// Rows of cells set in columns of equal width, two spaces apart, for people to read.
class TextTable {
  public:
    enum class Align { left, right };

    struct Column {
        std::string title;
        Align align = Align::right;
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as there are columns.
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

    /// The titles, then the rows, each line ended by a newline and without trailing spaces.
    [[nodiscard]] std::string text() const;

  private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace primerank::report
