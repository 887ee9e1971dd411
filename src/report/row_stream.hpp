#pragma once

#include "report/csv_file.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace primerank::report {

/// The cells of a row, in strings that the next row uses again.
class RowCells {
  public:
    void clear() { size_ = 0; }
    void add(std::uint64_t number);
    void add(std::string_view text) { next().assign(text); }

    [[nodiscard]] std::span<const std::string> view() const { return {cells_.data(), size_}; }

  private:
    std::string& next();

    std::vector<std::string> cells_;
    std::size_t size_ = 0;
};

/// Rows of a table as they become complete: to a CSV file, or to stdout for people or scripts.
class RowStream {
  public:
    virtual ~RowStream() = default;
    virtual void append(std::span<const std::string> cells) = 0;
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
