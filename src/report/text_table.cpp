#include "report/text_table.hpp"

#include <algorithm>

namespace primerank::report {

std::string TextTable::text() const {
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
        std::size_t width = columns_[c].title.size();
        for (const auto& row : rows_) {
            width = std::max(width, row[c].size());
        }
        widths.push_back(width);
    }
    std::string result;
    const auto append_line = [&](const auto& cell_of) {
        std::string line;
        for (std::size_t c = 0; c < columns_.size(); ++c) {
            const std::string& cell = cell_of(c);
            const std::string filling(widths[c] - cell.size(), ' ');
            line += c == 0 ? "" : "  ";
            line += columns_[c].align == Align::left ? cell + filling : filling + cell;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        result += line + "\n";
    };
    append_line([&](std::size_t c) -> const std::string& { return columns_[c].title; });
    for (const auto& row : rows_) {
        append_line([&](std::size_t c) -> const std::string& { return row[c]; });
    }
    return result;
}

} // namespace primerank::report
