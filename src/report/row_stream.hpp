#pragma once

#include "numbers/uint128.hpp"
#include "report/csv_file.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::report {

/// The cells of a row, as a line of CSV in room that the next row uses again.
class RowCells {
  public:
    void clear();
    void add(uint128 number);
    void add(std::string_view text);

    /// As csv_line makes it.
    [[nodiscard]] std::string_view line() const { return line_; }
    [[nodiscard]] std::size_t size() const { return begins_.size(); }
    [[nodiscard]] std::string_view operator[](std::size_t index) const;

  private:
    void begin_cell();

    std::string line_;
    std::vector<std::size_t> begins_; ///< where each cell does in the line
};

/// Rows of a table as they become complete: to a CSV file, or to stdout for people or scripts.
class RowStream {
  public:
    virtual ~RowStream() = default;
    virtual void append(const RowCells& cells) = 0;
    /// Called after the rows of a round.
    virtual void flush() = 0;
    /// All rows are safe; where they end, for rows_to_file to go on from. 0 for stdout.
    virtual std::uint64_t sync() {
        flush();
        return 0;
    }

    RowStream() = default;
    RowStream(const RowStream&) = delete;
    RowStream& operator=(const RowStream&) = delete;
};

/// CSV with a header, in a file or with "-" on stdout; from is 0 or what sync() returned. Throws as
/// CsvFile does.
std::unique_ptr<RowStream>
rows_to_file(const std::string& path, const std::vector<std::string>& columns, std::uint64_t from);

/// Nowhere, where standard output is for something else.
std::unique_ptr<RowStream> no_rows();

/// CSV without a header, on stdout.
std::unique_ptr<RowStream> rows_for_scripts();

/// Aligned columns with their titles, on stdout. Rows come one by one, so every column is as wide
/// as its title or `width` digits, grouped. The first `plain` columns hold bounds, left as they
/// are.
std::unique_ptr<RowStream> rows_for_people(const std::vector<std::string>& columns,
                                           std::size_t plain, std::size_t width);

} // namespace primerank::report
