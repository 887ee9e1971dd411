#pragma once

#include "sieve/aligned_buffer.hpp"
#include "sieve/buckets.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace primerank::sieve {

/// What is left of a block of adjacent segments by the primes that hit them seldom: a bitmap as
/// long as they are, in which hits are crossed out at random. It stays in the second-level cache,
/// and that takes less than to sort the hits once more, by segments, and to cross them out in the
/// first.
class FarBlock {
  public:
    static constexpr std::size_t segments = 16;

    /// Bytes of a segment: a power of 2.
    void resize(std::size_t segment_size) {
        segment_size_ = segment_size;
        words_.resize(segments * segment_size / sizeof(std::uint32_t));
    }

    /// Nothing is crossed out.
    void clear() { std::fill_n(words_.data(), words_.size(), ~std::uint32_t{0}); }

    /// Crosses out the positions that a bucket holds, all of them in this block, and empties it.
    void take(Buckets& buckets, std::size_t bucket) {
        std::uint32_t* const words = words_.data();
        const std::size_t last_word = words_.size() - 1;
        buckets.drain(bucket, [=](std::uint32_t position) {
            words[position / 32 & last_word] &= ~(std::uint32_t{1} << position % 32);
        });
    }

    /// Crosses out in a segment, the k-th of the block, what is crossed out there.
    void apply_to(std::uint8_t* segment, std::size_t k) const {
        constexpr std::size_t row = 8;
        const auto* from = reinterpret_cast<const std::uint8_t*>(words_.data()) + k * segment_size_;
        for (std::size_t i = 0; i < segment_size_; i += row * sizeof(std::uint64_t)) {
            std::uint64_t kept[row];
            std::uint64_t left[row];
            std::memcpy(kept, segment + i, sizeof kept);
            std::memcpy(left, from + i, sizeof left);
            for (std::size_t j = 0; j < row; ++j) {
                kept[j] &= left[j];
            }
            std::memcpy(segment + i, kept, sizeof kept);
        }
    }

    /// Bytes it holds.
    [[nodiscard]] std::size_t memory() const { return words_.memory(); }

  private:
    AlignedBuffer<std::uint32_t> words_;
    std::size_t segment_size_ = 0;
};

} // namespace primerank::sieve
