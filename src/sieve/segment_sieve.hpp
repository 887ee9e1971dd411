#pragma once

#include "sieve/aligned_buffer.hpp"
#include "sieve/large_primes.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/presieve.hpp"
#include "sieve/residue_lines.hpp"
#include "sieve/sieving_primes.hpp"
#include "sieve/small_primes.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace primerank::sieve {

/// Sieves bytes of the number line, byte k standing for the numbers from origin + 30 k on, segment
/// by segment, with all primes up to a depth.
///
/// Small and medium primes are crossed out in residue lines if there are many segments of the
/// largest size, and else in each segment: other sizes are another way to the same bits.
class SegmentSieve {
  public:
    /// segment_size is a power of 2 from 1024 to max_segment_bytes. origin is a multiple of 2310;
    /// counted from another than 0, all numbers are above 2^42.
    SegmentSieve(const Kernels& kernels, std::size_t segment_size, uint128 origin = 0);

    /// Calls visit(bytes, first byte's place, size) for adjacent segments that cover [first_byte,
    /// first_byte + count). A bit is 1 when no prime up to depth is a proper divisor of its number,
    /// and 0 for the number 1; primes has all primes up to limit_needed(depth, count) and up to
    /// presieve_limit.
    template <class Visit>
    void run(const SievingPrimes& primes, std::uint64_t depth, std::uint64_t first_byte,
             std::uint64_t count, const Visit& visit) {
        start(primes, depth, first_byte, count);
        for (std::uint64_t done = 0; done < count; done += segment_size_) {
            const std::size_t size = std::min<std::uint64_t>(segment_size_, count - done);
            visit(sieve_segment(primes, first_byte + done, size), first_byte + done, size);
        }
    }

    /// The primes that are needed more than once for `count` bytes: run finds those beyond by
    /// itself.
    [[nodiscard]] std::uint64_t limit_needed(std::uint64_t depth, std::uint64_t count) const {
        return LargePrimes::limit_needed(depth, (count + segment_size_ - 1) / segment_size_);
    }

    /// Room that what is written to a segment may need before and behind it.
    static constexpr std::size_t guard = std::max(small_guard, ResidueLines::merge_guard);

    /// Bytes it holds.
    [[nodiscard]] std::size_t memory() const {
        return memory_.memory() + lines_.memory() + medium_.memory() + large_.memory();
    }

  private:
    void start(const SievingPrimes& primes, std::uint64_t depth, std::uint64_t first_byte,
               std::uint64_t count);
    std::uint8_t* sieve_segment(const SievingPrimes& primes, std::uint64_t position,
                                std::size_t size);

    std::size_t segment_size_;
    uint128 origin_byte_;                ///< origin / 30
    AlignedBuffer<std::uint8_t> memory_; ///< guard, segment, guard
    std::uint64_t segments_done_ = 0;
    bool in_lines_ = false; ///< lines_ are used instead of presieve_, small_ and medium_
    ResidueLines lines_;
    Presieve presieve_;
    SmallPrimes small_;
    MediumPrimes medium_;
    LargePrimes large_;
};

} // namespace primerank::sieve
