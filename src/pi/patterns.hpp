#pragma once

#include "pi/kernels.hpp"

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// Bitmaps of what primes leave, of period p bytes: 30 p numbers. Small primes are struck by laying
/// such a pattern over a block with 64-byte operations, which also gives the block's new counts.
class Patterns {
  public:
    /// For primes 23 <= p_b < limit.
    explicit Patterns(std::uint32_t limit);

    /// The largest b with a pattern of its own; at least k.
    [[nodiscard]] std::uint64_t last() const { return last_; }

    /// Of p_b, k < b <= last().
    [[nodiscard]] Pattern of(std::uint64_t b) const;

    /// Together, what the primes 7 ... 19 leave of the numbers coprime to 30.
    [[nodiscard]] Pattern of_7_11_13() const;
    [[nodiscard]] Pattern of_17_19() const;

  private:
    std::vector<std::uint8_t> bytes_;
    std::vector<Pattern> places_;
    std::uint64_t last_ = 0;
};

} // namespace primerank::pi
