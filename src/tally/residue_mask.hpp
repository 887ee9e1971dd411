#pragma once

#include "sieve/segment.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace primerank::tally {

/// Which bits of a segment's words stand for numbers in some residue classes. The answer depends
/// on the remainder of the word's first number alone.
class ResidueMask {
  public:
    /// The classes r, 0 <= r < modulus, for which chosen(r) is true.
    ResidueMask(std::uint64_t modulus, const std::function<bool(std::uint64_t)>& chosen);

    /// The mask of a word whose first number leaves this remainder.
    [[nodiscard]] std::uint64_t operator[](std::uint64_t remainder) const {
        return masks_[remainder];
    }

  private:
    std::vector<std::uint64_t> masks_;
};

/// The remainders of a segment's words, one after another.
class WordRemainders {
  public:
    /// Needs modulus < 2^32.
    WordRemainders(const sieve::Segment& segment, std::uint64_t modulus);

    [[nodiscard]] std::uint64_t current() const { return current_; }

    void next() {
        current_ += step_;
        current_ -= current_ >= modulus_ ? modulus_ : 0;
    }

  private:
    std::uint64_t modulus_;
    std::uint64_t step_;
    std::uint64_t current_;
};

} // namespace primerank::tally
