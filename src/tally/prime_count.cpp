#include "tally/prime_count.hpp"

#include "tally/clip.hpp"
#include "tally/segment_bits.hpp"
#include "tally/tuplet_kernel.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace primerank::tally {
namespace {

/// The primes of a segment from its number `from` on and below its number `to`, both counted from
/// the base: those of all bytes that the two lie in, less what lies outside.
[[gnu::always_inline]] inline std::uint64_t count_between(const std::uint8_t* bytes,
                                                          std::uint64_t from, std::uint64_t to) {
    const std::uint8_t* at = bytes + from / numbers_per_byte;
    const std::uint8_t* const end = bytes + to / numbers_per_byte;
    std::uint64_t count = 0;
    std::uint64_t eight = 0;
    for (; end - at >= 8; at += 8) {
        std::memcpy(&eight, at, 8);
        count += static_cast<std::uint64_t>(std::popcount(eight));
    }
    // The byte that holds `to` comes along: at most 64 bits, of which zeros lie behind a segment.
    std::memcpy(&eight, at, 8);
    const auto left = static_cast<unsigned>(8 * (end - at));
    eight &= ~(~std::uint64_t{0} << left);
    count += static_cast<std::uint64_t>(std::popcount(eight));
    count += static_cast<std::uint64_t>(
        std::popcount(static_cast<unsigned>(*end & bits_below[to % numbers_per_byte])));
    return count
           - static_cast<std::uint64_t>(std::popcount(static_cast<unsigned>(
               bytes[from / numbers_per_byte] & bits_below[from % numbers_per_byte])));
}

std::uint64_t count_portable(const std::uint8_t* bytes, std::uint64_t from, std::uint64_t to) {
    return count_between(bytes, from, to);
}

#if PRIMERANK_X86
[[gnu::target("popcnt")]] std::uint64_t count_popcnt(const std::uint8_t* bytes, std::uint64_t from,
                                                     std::uint64_t to) {
    return count_between(bytes, from, to);
}
#endif

} // namespace

PrimeCount PrimeCountMeasure::of_segment(const sieve::Segment& segment) const {
    return {count_tuplets(segment, 1, set_)[0]};
}

PrimeCount PrimeCountMeasure::of_part(const sieve::Segment& segment,
                                      const Interval& interval) const {
    const Interval whole = extent(segment);
    const uint128 start = std::max(whole.start, interval.start);
    const uint128 stop = std::min(whole.stop, interval.stop);
    if (start >= stop) {
        return {};
    }
    const auto from = static_cast<std::uint64_t>(start - whole.start);
    const auto to = static_cast<std::uint64_t>(stop - whole.start);
#if PRIMERANK_X86
    if (set_ != InstructionSet::portable) {
        return {count_popcnt(segment.bytes.data(), from, to)};
    }
#endif
    return {count_portable(segment.bytes.data(), from, to)};
}

} // namespace primerank::tally
