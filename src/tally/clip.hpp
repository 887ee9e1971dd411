#pragma once

#include "numbers/interval.hpp"
#include "sieve/segment.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::tally {

/// A copy of the part of a segment that lies in an interval, as a segment of its own: aligned, with
/// zeros behind it, and with no bits for numbers outside.
class ClippedSegment {
  public:
    /// Needs segment.bytes.size() <= sieve::max_segment_bytes.
    ClippedSegment(const sieve::Segment& segment, const Interval& interval);

    // The view points into the object.
    ClippedSegment(const ClippedSegment&) = delete;
    ClippedSegment& operator=(const ClippedSegment&) = delete;

    [[nodiscard]] const sieve::Segment& view() const { return view_; }

  private:
    static constexpr std::size_t zeros_behind = 64;

    alignas(64) std::array<std::uint8_t, sieve::max_segment_bytes + zeros_behind> bytes_;
    sieve::Segment view_;
};

/// [base, base + 30 * bytes): the numbers that a segment has bits for, and those between, counted
/// from its origin.
Interval extent(const sieve::Segment& segment);

} // namespace primerank::tally
