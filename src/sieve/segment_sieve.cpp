#include "sieve/segment_sieve.hpp"

#include "numbers/uint128.hpp"
#include "sieve/pages.hpp"

#include <algorithm>

namespace primerank::sieve {

SegmentSieve::SegmentSieve(const Kernels& kernels, std::size_t segment_size, uint128 origin)
    : segment_size_(segment_size), origin_byte_(origin / 30), memory_(segment_size + 2 * guard),
      lines_(kernels, origin), presieve_(kernels), medium_(kernels), large_(kernels) {
    fetch_pages(memory_.data(), memory_.size());
    std::fill_n(memory_.data(), memory_.size(), std::uint8_t{0});
}

void SegmentSieve::start(const SievingPrimes& primes, std::uint64_t depth, std::uint64_t first_byte,
                         std::uint64_t count) {
    segments_done_ = 0;
    const std::uint64_t segments = (count + segment_size_ - 1) / segment_size_;
    const std::uint64_t medium_depth = std::min(depth, LargePrimes::medium_limit_for(segments));
    in_lines_ = segment_size_ == max_segment_bytes && segments >= ResidueLines::least_segments;
    if (in_lines_) {
        lines_.load(primes, medium_depth, first_byte, count,
                    lines_.layout_now(depth, first_byte + count, count));
    } else {
        presieve_.seek(origin_byte_ + first_byte);
        small_.load(primes, depth);
        medium_.load(primes, medium_depth);
    }
    large_.load(primes, depth, origin_byte_ + first_byte, count, segment_size_);
}

std::uint8_t* SegmentSieve::sieve_segment(const SievingPrimes& primes, std::uint64_t position,
                                          std::size_t size) {
    std::uint8_t* const segment = memory_.data() + guard;
    const uint128 place = origin_byte_ + position;
    const auto last_number =
        static_cast<std::uint64_t>(std::min(30 * (place + size), two_to_the_64) - 1);
    if (in_lines_) {
        lines_.fill(segment, size, position);
    } else {
        presieve_.fill(segment, size);
        small_.cross_out(segment, size, place, last_number);
        medium_.cross_out(segment, size, place, last_number);
    }
    large_.cross_out(segment, segments_done_++);
    if (origin_byte_ != 0) {
        return segment;
    }
    // Patterns and cycles cross out the small primes themselves, and lines the medium ones too.
    const std::uint64_t own_limit = in_lines_ ? medium_limit : small_limit;
    const std::size_t own = std::min<std::uint64_t>(primes.bytes().size(), own_limit / 30 + 1);
    for (std::size_t k = 0; position + k < own && k < size; ++k) {
        segment[k] |= primes.bytes()[position + k];
    }
    if (position == 0) {
        segment[0] &= 0xfe;
    }
    return segment;
}

} // namespace primerank::sieve
