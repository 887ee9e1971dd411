#pragma once

#include "tally/gaps.hpp"

#include <cstdint>
#include <vector>

namespace primerank::jump {

/// The gaps of some length and more that begin in an interval. Nothing is known of what lies
/// between them, so none is open at its ends.
class FoundGaps {
  public:
    FoundGaps() = default;
    explicit FoundGaps(const tally::GapOptions& options) : options_(options) {}

    /// Adds a gap that lies behind all others added before.
    void add(const tally::Gap& gap) {
        if (size_ == 0) {
            gaps_ = tally::Gaps(gap.lower.value, options_);
        }
        gaps_.add(gap);
        gaps_.skip_to(gap.lower.value);
        ++size_;
    }

    void combine(const FoundGaps& right) {
        if (right.size_ == 0) {
            return;
        }
        if (size_ == 0) {
            *this = right;
            return;
        }
        gaps_.append(right.gaps_);
        size_ += right.size_;
    }

    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] tally::GapReport report() const { return gaps_.report(); }

    /// Takes out the list of gaps so far; the next ones go into a new list.
    [[nodiscard]] std::vector<tally::Gap> take_listed() { return gaps_.take_listed(); }

    friend bool operator==(const FoundGaps& left, const FoundGaps& right) {
        return left.size_ == right.size_ && left.gaps_ == right.gaps_;
    }

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& size_;
        archive& gaps_;
    }

  private:
    tally::GapOptions options_; ///< of an empty tally, for its first gap
    std::uint64_t size_ = 0;
    tally::Gaps gaps_;
};

} // namespace primerank::jump
