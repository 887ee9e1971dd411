#pragma once

#include "list/damaged_list.hpp"
#include "list/tally.hpp"
#include "numbers/interval.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

/// The compact form of a list. A file is a header (compact_file.hpp) and cells, one after another.
/// A cell holds the numbers of one part [k w, (k + 1) w) of the number line, w = cell_width; a part
/// without numbers has no cell. So the bytes of a list follow from the numbers alone, whoever wrote
/// it in whatever chunks, and lists of adjacent intervals that meet at a multiple of w are joined
/// by putting their cells together.
///
/// Beyond 2^64 all numbers in cells are counted from the origin of the question (see
/// numbers/origin.hpp), which the file's header names; it is a multiple of w.
///
/// All integers are little-endian. A cell is
///     4 bytes  0x184D2A51
///     4 bytes  32, the length of what follows up to the gaps
///     8 bytes  its first number
///     8 bytes  its last number
///     8 bytes  the sum of its numbers, mod 2^64
///     4 bytes  how many numbers
///     4 bytes  the length of the rest of the cell
/// and then its gaps: for every number but the first, half its distance from the number before,
/// in LEB128 (7 bits a byte, the lowest first, the high bit set in all bytes but the last). The
/// distance 1, which only 2 and 3 have, is written as 0. The gaps stand in a zstd frame of their
/// own, with zstd's checksum; or, where they were not to be compressed, in a skippable frame:
///     4 bytes  0x184D2A52
///     4 bytes  how many bytes of gaps
/// Cell and file headers are skippable frames too, so that the file as a whole is what zstd(1)
/// calls a zstd file: `zstd -dc` gives the gaps. A reader finds the cells from their lengths,
/// without decompressing, and may decode them in any order.
namespace primerank::list {

/// A multiple of 30. Some 100 to 250 thousand primes, a byte each: large enough for zstd, small
/// enough to share out.
inline constexpr std::uint64_t cell_width = std::uint64_t{30} << 17;

/// The part of the number line that n lies in.
constexpr std::uint64_t cell_of(std::uint64_t n) {
    return n / cell_width;
}

/// The border of cells at or below n.
constexpr uint128 cell_border(uint128 n) {
    return n / cell_width * cell_width;
}

/// Levels of zstd; 0 leaves gaps as they are.
inline constexpr int highest_level = 19;
inline constexpr int default_level = 1; // smaller and faster than 3: gaps repeat by chance only

struct CellHeader {
    static constexpr std::size_t size = 40; ///< bytes

    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint64_t sum = 0;
    std::uint32_t count = 0;
    std::uint32_t gap_bytes = 0; ///< from the header to the end of the cell

    /// Throws DamagedList when the bytes are no cell header, or one that cannot be right.
    static CellHeader parse(std::span<const std::uint8_t, size> bytes);
    void write(std::uint8_t* to) const;
};

/// Makes cells of numbers. One object a thread.
class CellEncoder {
  public:
    explicit CellEncoder(int level);
    ~CellEncoder();
    CellEncoder(CellEncoder&&) noexcept;
    CellEncoder& operator=(CellEncoder&&) noexcept;

    /// Ascending numbers of one cell, above those appended since finish().
    void append(std::span<const std::uint64_t> numbers);

    [[nodiscard]] bool empty() const { return header_.count == 0; }

    /// What the numbers appended since finish() come to; bytes are not set.
    [[nodiscard]] ListTally tally() const { return {header_.count, 0, header_.sum, header_.last}; }

    /// At least what finish() would write.
    [[nodiscard]] std::size_t most_bytes() const;

    /// Writes the cell and begins the next; the number of bytes written.
    std::size_t finish(std::uint8_t* to);

  private:
    struct Compressor;

    CellHeader header_;
    std::vector<std::uint8_t> gaps_; ///< as large as was ever needed
    std::size_t gap_count_ = 0;      ///< bytes of gaps_ that are in use
    std::unique_ptr<Compressor> compressor_;
};

/// Reads cells. One object a thread.
class CellDecoder {
  public:
    CellDecoder();
    ~CellDecoder();
    CellDecoder(CellDecoder&&) noexcept;
    CellDecoder& operator=(CellDecoder&&) noexcept;

    /// The numbers of the cell with this header and what follows it, valid until the next call.
    /// Throws DamagedList when they are not what the header says.
    std::span<const std::uint64_t> decode(const CellHeader& header,
                                          std::span<const std::uint8_t> gaps);

  private:
    struct Decompressor;

    std::vector<std::uint64_t> numbers_;
    std::vector<std::uint8_t> gaps_;
    std::unique_ptr<Decompressor> decompressor_;
};

/// Calls visit(numbers) for every cell of a block or another row of whole cells.
/// Throws DamagedList.
template <class Visit>
void for_each_cell(CellDecoder& decoder, std::span<const std::uint8_t> cells, const Visit& visit) {
    while (!cells.empty()) {
        if (cells.size() < CellHeader::size) {
            throw DamagedList("a cell is cut short");
        }
        const CellHeader header = CellHeader::parse(cells.first<CellHeader::size>());
        cells = cells.subspan(CellHeader::size);
        if (cells.size() < header.gap_bytes) {
            throw DamagedList("a cell is cut short");
        }
        visit(decoder.decode(header, cells.first(header.gap_bytes)));
        cells = cells.subspan(header.gap_bytes);
    }
}

} // namespace primerank::list
