#include "tally/zero_blocks.hpp"

#include "tally/segment_bits.hpp"

#include <algorithm>

#if PRIMERANK_X86
#include <immintrin.h>
#elif PRIMERANK_NEON
#include <arm_neon.h>
#endif

namespace primerank::tally {
namespace {

constexpr std::size_t line_bytes = 64;

/// Puts the bits of line `line`, one a block, in their place.
void store(std::uint64_t* bits, std::size_t line, std::size_t blocks_per_line, std::uint64_t mask) {
    const std::size_t first = line * blocks_per_line;
    bits[first / 64] |= mask << first % 64;
}

void find_portable(const sieve::Segment& segment, std::size_t block_bytes, std::uint64_t* bits) {
    const std::size_t blocks_per_word = 8 / block_bytes;
    const std::uint64_t block = ~std::uint64_t{0} >> (64 - 8 * block_bytes);
    for (std::size_t i = 0; i < word_count(segment); ++i) {
        std::uint64_t mask = 0;
        for (std::size_t k = 0; k < blocks_per_word; ++k) {
            const bool zero = (word(segment, i) >> 8 * block_bytes * k & block) == 0;
            mask |= std::uint64_t{zero} << k;
        }
        store(bits, i, blocks_per_word, mask);
    }
}

#if PRIMERANK_X86
std::uint64_t shifted(int mask, int places) {
    return std::uint64_t{static_cast<unsigned>(mask)} << places;
}

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)
inline std::uint64_t zero_blocks_avx2(__m256i low, __m256i high, std::size_t block_bytes) {
    const __m256i zero = _mm256_setzero_si256();
    if (block_bytes == 2) {
        const __m256i packed =
            _mm256_packs_epi16(_mm256_cmpeq_epi16(low, zero), _mm256_cmpeq_epi16(high, zero));
        return shifted(_mm256_movemask_epi8(_mm256_permute4x64_epi64(packed, 0xd8)), 0);
    }
    if (block_bytes == 4) {
        return shifted(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(low, zero))), 0)
               | shifted(_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(high, zero))),
                         8);
    }
    return shifted(_mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpeq_epi64(low, zero))), 0)
           | shifted(_mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpeq_epi64(high, zero))), 4);
}

void find_avx2(const sieve::Segment& segment, std::size_t block_bytes, std::uint64_t* bits) {
    for (std::size_t at = 0; at < segment.bytes.size(); at += line_bytes) {
        const auto* line = reinterpret_cast<const __m256i*>(segment.bytes.data() + at);
        store(bits, at / line_bytes, line_bytes / block_bytes,
              zero_blocks_avx2(_mm256_load_si256(line), _mm256_load_si256(line + 1), block_bytes));
    }
}
PRIMERANK_TARGET_END

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)
void find_avx512(const sieve::Segment& segment, std::size_t block_bytes, std::uint64_t* bits) {
    for (std::size_t at = 0; at < segment.bytes.size(); at += line_bytes) {
        const __m512i line = _mm512_load_si512(segment.bytes.data() + at);
        const std::uint64_t mask = block_bytes == 2   ? _mm512_testn_epi16_mask(line, line)
                                   : block_bytes == 4 ? _mm512_testn_epi32_mask(line, line)
                                                      : _mm512_testn_epi64_mask(line, line);
        store(bits, at / line_bytes, line_bytes / block_bytes, mask);
    }
}
PRIMERANK_TARGET_END
#endif

#if PRIMERANK_NEON
/// The even bytes of two vectors.
uint8x16_t narrow(uint8x16_t low, uint8x16_t high) {
    return vuzp1q_u8(low, high);
}

/// Of 16 bytes that are all ones or zeros, a bit each, in the low and the high half.
std::uint64_t bits_of(uint8x16_t bytes) {
    const uint8x16_t places = vreinterpretq_u8_u64(vdupq_n_u64(0x8040'2010'0804'0201));
    const uint8x16_t kept = vandq_u8(bytes, places);
    return vaddv_u8(vget_low_u8(kept)) | std::uint64_t{vaddv_u8(vget_high_u8(kept))} << 8;
}

void find_neon(const sieve::Segment& segment, std::size_t block_bytes, std::uint64_t* bits) {
    for (std::size_t at = 0; at < segment.bytes.size(); at += line_bytes) {
        uint8x16_t zero[4];
        for (std::size_t i = 0; i < 4; ++i) {
            const uint8x16_t bytes = vld1q_u8(segment.bytes.data() + at + 16 * i);
            zero[i] =
                block_bytes == 2   ? vreinterpretq_u8_u16(vceqzq_u16(vreinterpretq_u16_u8(bytes)))
                : block_bytes == 4 ? vreinterpretq_u8_u32(vceqzq_u32(vreinterpretq_u32_u8(bytes)))
                                   : vreinterpretq_u8_u64(vceqzq_u64(vreinterpretq_u64_u8(bytes)));
        }
        const uint8x16_t low = narrow(zero[0], zero[1]);
        const uint8x16_t high = narrow(zero[2], zero[3]);
        std::uint64_t mask = 0;
        if (block_bytes == 2) {
            mask = bits_of(low) | bits_of(high) << 16;
        } else {
            const uint8x16_t halves = narrow(low, high);
            mask = bits_of(block_bytes == 4 ? halves : narrow(halves, vdupq_n_u8(0)));
        }
        store(bits, at / line_bytes, line_bytes / block_bytes, mask);
    }
}
#endif

} // namespace

ZeroBlocks::ZeroBlocks(const sieve::Segment& segment, std::size_t block_bytes, InstructionSet set)
    : size_(segment.bytes.size() / block_bytes) {
    switch (set) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
        find_avx512(segment, block_bytes, bits_.data());
        break;
    case InstructionSet::avx2:
        find_avx2(segment, block_bytes, bits_.data());
        break;
#endif
#if PRIMERANK_NEON
    case InstructionSet::neon:
        find_neon(segment, block_bytes, bits_.data());
        break;
#endif
    default:
        find_portable(segment, block_bytes, bits_.data());
    }
}

std::size_t ZeroBlocks::next(std::size_t from, std::uint64_t inverted) const {
    std::size_t i = from / 64;
    if (from >= size_) {
        return size_;
    }
    std::uint64_t candidates = (bits_[i] ^ inverted) >> from % 64 << from % 64;
    while (candidates == 0) {
        if (++i * 64 >= size_) {
            return size_;
        }
        candidates = bits_[i] ^ inverted;
    }
    return std::min(size_, 64 * i + static_cast<std::size_t>(std::countr_zero(candidates)));
}

} // namespace primerank::tally
