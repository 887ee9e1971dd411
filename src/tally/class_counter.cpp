#include "tally/class_counter.hpp"

#include "tally/residue_mask.hpp"
#include "tally/segment_bits.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#if PRIMERANK_NEON
#include <arm_neon.h>
#endif

namespace primerank::tally {
namespace {

/// Up to this many classes masks are quicker, if the processor can count bits: a word holds some
/// 5 to 10 primes.
constexpr std::size_t most_masks = 32;

/// Counters for masks, a multiple of 8 of them so that vectors need no rest.
using Counters = std::array<std::uint64_t, most_masks>;

constexpr std::size_t padded(std::size_t classes) {
    return (classes + 7) / 8 * 8;
}

#if !PRIMERANK_NEON
[[gnu::always_inline]] inline void count_by_masks(const sieve::Segment& segment,
                                                  WordRemainders remainders,
                                                  const std::uint64_t* masks, std::size_t width,
                                                  Counters& counters) {
    for (std::size_t i = 0; i < word_count(segment); ++i, remainders.next()) {
        const std::uint64_t bits = word(segment, i);
        const std::uint64_t* const of_word = masks + remainders.current() * width;
        for (std::size_t c = 0; c < width; ++c) {
            counters[c] += static_cast<std::uint64_t>(std::popcount(bits & of_word[c]));
        }
    }
}
#endif

#if PRIMERANK_X86
// With POPCNT, and with VPOPCNTDQ as compilers vectorise the loop over the masks.
PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)
void count_avx2(const sieve::Segment& segment, const WordRemainders& remainders,
                const std::uint64_t* masks, std::size_t width, Counters& counters) {
    count_by_masks(segment, remainders, masks, width, counters);
}
PRIMERANK_TARGET_END

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)
void count_avx512(const sieve::Segment& segment, const WordRemainders& remainders,
                  const std::uint64_t* masks, std::size_t width, Counters& counters) {
    count_by_masks(segment, remainders, masks, width, counters);
}
PRIMERANK_TARGET_END
#endif

#if PRIMERANK_NEON
/// `width` masks, two a vector: bits are counted in bytes, of at most 8 a word, for 31 words.
template <std::size_t width>
void count_in_bytes(const sieve::Segment& segment, WordRemainders remainders,
                    const std::uint64_t* masks, Counters& counters) {
    constexpr std::size_t most_words = 31;
    for (std::size_t i = 0; i < word_count(segment);) {
        const std::size_t end = std::min(i + most_words, word_count(segment));
        uint8x16_t counts[width / 2] = {};
        for (; i < end; ++i, remainders.next()) {
            const uint64x2_t bits = vdupq_n_u64(word(segment, i));
            const std::uint64_t* const of_word = masks + remainders.current() * width;
#pragma GCC unroll 16
            for (std::size_t c = 0; c < width / 2; ++c) {
                const uint64x2_t of_class = vandq_u64(bits, vld1q_u64(of_word + 2 * c));
                counts[c] = vaddq_u8(counts[c], vcntq_u8(vreinterpretq_u8_u64(of_class)));
            }
        }
        for (std::size_t c = 0; c < width / 2; ++c) {
            const uint64x2_t sums = vpaddlq_u32(vpaddlq_u16(vpaddlq_u8(counts[c])));
            counters[2 * c] += vgetq_lane_u64(sums, 0);
            counters[2 * c + 1] += vgetq_lane_u64(sums, 1);
        }
    }
}

void count_neon(const sieve::Segment& segment, const WordRemainders& remainders,
                const std::uint64_t* masks, std::size_t width, Counters& counters) {
    constexpr std::array by_width = {count_in_bytes<8>, count_in_bytes<16>, count_in_bytes<24>,
                                     count_in_bytes<32>};
    by_width[width / 8 - 1](segment, remainders, masks, counters);
}
#endif

/// Adds the primes to counts by remainder + offset, where remainder is that of the word's first
/// number: no division a prime, but indices up to modulus + 239, which are folded back at the end.
void add_one_by_one(const sieve::Segment& segment, std::uint64_t modulus,
                    std::span<std::uint64_t> counts) {
    WordRemainders remainders(segment, modulus);
    for (std::size_t i = 0; i < word_count(segment); ++i, remainders.next()) {
        std::uint64_t* const from_word = counts.data() + remainders.current();
        for (std::uint64_t bits = word(segment, i); bits != 0; bits &= bits - 1) {
            ++from_word[word_offsets[static_cast<std::size_t>(std::countr_zero(bits))]];
        }
    }
    for (std::uint64_t r = modulus; r < counts.size(); ++r) {
        counts[r % modulus] += counts[r];
        counts[r] = 0;
    }
}

} // namespace

ClassCounter::ClassCounter(std::uint64_t modulus, InstructionSet set)
    : modulus_(modulus), set_(set) {
    if (set == InstructionSet::portable) {
        return;
    }
    for (std::uint64_t r = 0; r < modulus && classes_.size() <= most_masks; ++r) {
        if (std::gcd(r, modulus) == 1) {
            classes_.push_back(r);
        }
    }
    if (classes_.size() > most_masks) {
        classes_.clear();
        return;
    }
    const std::size_t width = padded(classes_.size());
    masks_.resize(modulus * width);
    for (std::size_t c = 0; c < classes_.size(); ++c) {
        const ResidueMask mask(modulus, [&](std::uint64_t r) { return r == classes_[c]; });
        for (std::uint64_t remainder = 0; remainder < modulus; ++remainder) {
            masks_[remainder * width + c] = mask[remainder];
        }
    }
}

// A prime that divides the modulus is in none of the classes with masks; it is at most the modulus.
void ClassCounter::add(const sieve::Segment& segment, std::span<std::uint64_t> counts) const {
    if (classes_.empty() || segment.origin + segment.base <= modulus_) {
        add_one_by_one(segment, modulus_, counts);
    } else {
        add_by_masks(segment, counts);
    }
}

void ClassCounter::add_by_masks(const sieve::Segment& segment,
                                std::span<std::uint64_t> counts) const {
    const WordRemainders remainders(segment, modulus_);
    const std::size_t width = padded(classes_.size());
    Counters counters{};
#if PRIMERANK_X86
    const auto count = set_ == InstructionSet::avx512 ? count_avx512 : count_avx2;
    count(segment, remainders, masks_.data(), width, counters);
#elif PRIMERANK_NEON
    count_neon(segment, remainders, masks_.data(), width, counters);
#else
    count_by_masks(segment, remainders, masks_.data(), width, counters);
#endif
    for (std::size_t c = 0; c < classes_.size(); ++c) {
        counts[classes_[c]] += counters[c];
    }
}

} // namespace primerank::tally
