#include "tally/clip.hpp"

#include "tally/segment_bits.hpp"

#include <algorithm>
#include <cstring>

namespace primerank::tally {
Interval extent(const sieve::Segment& segment) {
    return {segment.base, segment.base + uint128{numbers_per_byte} * segment.bytes.size()};
}

// bytes_ is not initialised as a whole: small pieces of a segment are clipped often.
// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init)
ClippedSegment::ClippedSegment(const sieve::Segment& segment, const Interval& interval) {
    const Interval whole = extent(segment);
    const Interval part{std::max(whole.start, interval.start), std::min(whole.stop, interval.stop)};
    if (part.empty()) {
        view_ = {segment.base, {bytes_.data(), 0}, segment.origin};
        std::memset(bytes_.data(), 0, zeros_behind);
        return;
    }
    const auto from = static_cast<std::uint64_t>(part.start - whole.start);
    const auto to = static_cast<std::uint64_t>(part.stop - whole.start);
    const std::size_t first = from / numbers_per_byte;
    const std::size_t copied = (to + numbers_per_byte - 1) / numbers_per_byte - first;
    const std::size_t size = (copied + 7) / 8 * 8;
    std::memcpy(bytes_.data(), segment.bytes.data() + first, copied);
    std::memset(bytes_.data() + copied, 0, size + zeros_behind - copied);
    bytes_[0] = static_cast<std::uint8_t>(bytes_[0] & ~bits_below[from % numbers_per_byte]);
    if (to % numbers_per_byte != 0) {
        bytes_[copied - 1] =
            static_cast<std::uint8_t>(bytes_[copied - 1] & bits_below[to % numbers_per_byte]);
    }
    view_ = {segment.base + numbers_per_byte * first, {bytes_.data(), size}, segment.origin};
}

} // namespace primerank::tally
