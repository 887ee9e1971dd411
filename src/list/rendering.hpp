#pragma once

#include "list/tally.hpp"
#include "numbers/uint128.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace primerank::list {

/// How a list is written.
enum class Format {
    text,    ///< decimal, a number a line
    u64,     ///< 8 bytes a number, little-endian
    bfile,   ///< lines "index value", the indices from 1, as the OEIS has them
    compact, ///< gaps, see cell.hpp
};

/// "text", "u64", "bfile" or "compact". Throws std::invalid_argument for any other word.
Format parse_format(const std::string& word);
std::string format_name(Format format);

/// The bytes that ascending numbers take, counted from an origin, but for a compact list; in a
/// b-file without the indices, which depend on how many numbers lie before.
std::uint64_t rendered_size(Format format, std::span<const std::uint64_t> numbers,
                            uint128 origin = 0);

/// The bytes of a list that begins with what the tally is of: its own, and those of the indices of
/// a b-file.
std::uint64_t listed_bytes(Format format, const ListTally& tally);

/// Writes numbers as text. Successive numbers share all but their last four digits most of the
/// time: those are copied, and the last four come from a table.
class TextRenderer {
  public:
    /// Room that a number may need: 25 digits and a newline, and what copies of 16 bytes overshoot.
    static constexpr std::size_t most_bytes = 32;

    explicit TextRenderer(uint128 origin = 0) : origin_(origin) {}

    /// Writes ascending numbers to where there is room for most_bytes a number; returns the end.
    std::uint8_t* render(std::span<const std::uint64_t> numbers, std::uint8_t* to);

  private:
    void begin_block(std::uint64_t n);

    uint128 origin_;
    std::uint64_t block_ = 0; ///< origin + block, a multiple of 10^4, has the shared digits
    std::array<char, 24> shared_{};
    std::size_t shared_size_ = 0; ///< 0: none yet
};

/// The same for u64.
std::uint8_t* render_u64(std::span<const std::uint64_t> numbers, std::uint8_t* to);

/// Writes numbers in any format but compact.
class Renderer {
  public:
    /// Of numbers counted from an origin, which for u64 is 0.
    explicit Renderer(Format format, uint128 origin = 0)
        : format_(format), origin_(origin), values_(origin) {}

    /// Bytes that render() may write on, for ascending numbers behind `before` others.
    [[nodiscard]] std::size_t room_for(std::span<const std::uint64_t> numbers,
                                       std::uint64_t before) const;

    /// Returns the end of what it wrote.
    std::uint8_t* render(std::span<const std::uint64_t> numbers, std::uint64_t before,
                         std::uint8_t* to);

  private:
    Format format_;
    uint128 origin_;
    TextRenderer values_;
    TextRenderer indices_;
};

} // namespace primerank::list
