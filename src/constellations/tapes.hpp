#pragma once

#include "constellations/residues.hpp"
#include "numbers/uint128.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace primerank::constellations {

/// For every sieving prime p the numbers of a line that p strikes, as a bitmap of period p.
///
/// Bit i of the line through n stands for n + M i. Whether p strikes it depends on n + M i modulo p
/// alone, so one bitmap serves all lines: bit j of the tape is 0 when p divides M j + o for an
/// offset o of the pattern, and bit i of the line through n is bit i + n / M of the tape. The tape
/// repeats after p bits, and as p is odd, p bytes hold it with every phase at the beginning of some
/// byte: the line through n begins at byte n / (8 M) modulo p.
///
/// A position is a byte of all tapes laid end to end. There is one for each tape, and further ones
/// that fill a group of the kernels and stay where they are.
class Tapes {
  public:
    using Positions = std::vector<std::uint32_t>;

    /// Tapes for primes that do not divide the modulus M.
    Tapes(const tally::Pattern& pattern, std::uint64_t modulus,
          std::span<const std::uint32_t> primes);

    /// How many tapes there are.
    [[nodiscard]] std::size_t size() const { return count_; }
    /// How many positions, whole groups of them.
    [[nodiscard]] std::size_t positions() const { return periods_.size(); }

    [[nodiscard]] const std::uint8_t* data() const { return bits_; }

    /// Where the line through n begins.
    [[nodiscard]] Positions line_through(uint128 n) const;

    /// How far on the line through n + distance begins, for any n.
    [[nodiscard]] Positions moved_by(uint128 distance) const;

    [[nodiscard]] const Positions& ends() const { return ends_; }
    [[nodiscard]] const Positions& periods() const { return periods_; }

    /// Ranges of tapes that fit the first-level cache beside a segment: tapes
    /// [subsets()[s], subsets()[s + 1]), beginning with whole groups of positions.
    [[nodiscard]] const std::vector<std::size_t>& subsets() const { return subsets_; }

  private:
    void draw(const tally::Pattern& pattern, std::uint64_t modulus, std::size_t tape);
    void divide_into_subsets();

    std::size_t count_;
    Positions begins_;
    Positions ends_;
    Positions periods_;
    std::vector<std::uint32_t> coefficients_; // 1 / (8 M) modulo p
    std::vector<std::size_t> subsets_;
    sieve::AlignedBuffer<std::uint8_t> buffer_;
    std::uint8_t* bits_ = nullptr; // at the beginning of a page of the buffer
};

} // namespace primerank::constellations
