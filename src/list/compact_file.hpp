#pragma once

#include "files/random_access_file.hpp"
#include "list/cell.hpp"
#include "list/number_source.hpp"
#include "list/tally.hpp"
#include "numbers/interval.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace primerank::list {

/// What stands at the head of a compact list: 2048 bytes,
///     4 bytes  0x184D2A50
///     4 bytes  2040, the length of what follows
/// and a JSON object in one line, filled up with spaces before its newline:
///     primerank_list  1, the version of the format
///     start, stop     the interval that the list is of: the numbers n with start <= n < stop
///     pattern         such as "0,2,6", when the numbers are first members of its constellations,
///     question_stop   all of whose members are below this; without a pattern they are the primes
///     origin          what the numbers in cells, sum and last are counted from, when not 0
///     zstd            the level of compression, 0 for none
///     count, sum, last, bytes   how many numbers, their sum mod 2^64, the last (0: none), and how
///                     long all cells are; absent as long as the list is not finished
///     check           the CRC-32 of the object without it; absent in older lists
/// Integers that can pass 2^53 are strings.
struct FileHeader {
    static constexpr int format = 1;
    static constexpr std::size_t size = 2048; ///< bytes

    Interval interval;
    std::string pattern;       ///< empty for primes
    uint128 question_stop = 0; ///< beyond interval.stop for a shard; only with a pattern
    uint128 origin = 0;        ///< of the numbers in cells and totals
    int level = default_level;
    std::optional<ListTally> totals; ///< once the list is finished; bytes are those of the cells

    /// Throws DamagedList, also for a newer format.
    static FileHeader parse(const std::string& bytes);
    [[nodiscard]] std::string bytes() const;

    /// Whether they ask the same, finished or not.
    [[nodiscard]] bool same_question(const FileHeader& other) const;
};

/// A finished compact list.
class CompactFile {
  public:
    /// Throws files::NotRegular, std::system_error when it cannot be read, DamagedList when it is
    /// no finished list.
    explicit CompactFile(const std::string& path);
    CompactFile(CompactFile&&) = delete;
    CompactFile& operator=(CompactFile&&) = delete;

    [[nodiscard]] const FileHeader& header() const { return header_; }

    /// A cell and where what follows its header stands in the file.
    struct CellPlace {
        CellHeader header;
        std::uint64_t offset = 0;
    };
    [[nodiscard]] const std::vector<CellPlace>& cells() const { return cells_; }

    /// The bytes behind a cell's header. May be called from several threads at once.
    void read(const CellPlace& cell, std::vector<std::uint8_t>& gaps) const;

    [[noreturn]] void damaged(std::uint64_t offset, const std::string& what) const;

  private:
    void read_at(std::uint64_t offset, std::uint8_t* to, std::size_t size) const;
    void find_cells();

    files::RandomAccessFile file_;
    FileHeader header_;
    std::vector<CellPlace> cells_; ///< in the order of their numbers
};

/// The numbers of a compact list.
class FileSource : public NumberSource {
  public:
    explicit FileSource(std::shared_ptr<const CompactFile> file) : file_(std::move(file)) {}
    void run(const Interval& piece, const std::stop_token& give_up, const Visit& visit) override;

  private:
    std::shared_ptr<const CompactFile> file_;
    CellDecoder decoder_;
    std::vector<std::uint8_t> gaps_;
};

} // namespace primerank::list
