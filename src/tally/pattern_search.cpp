#include "tally/pattern_search.hpp"

#include "tally/segment_bits.hpp"

#include <algorithm>

#if PRIMERANK_X86
#include <immintrin.h>
#elif PRIMERANK_NEON
#include <arm_neon.h>
#endif

// A first member 30 k + r, with r one of the wheel's 8 residues, has its members 30 k + r + offset
// in bytes k + (r + offset) / 30, all at the same bits whatever k is: a track. Tracks on which some
// member is a multiple of 2, 3 or 5 are left out. On the others,
//     AND over the members of (bytes shifted down to the member's byte >> the member's bit)
// has bit 0 of byte k set where the whole constellation is there, for as many k at once as a word
// or a vector has bytes. The first members of all tracks make a bitmap like the segment's own.

namespace primerank::tally {
namespace {

using Tracks = std::vector<PatternSearch::Track>;

constexpr std::uint64_t lowest_bits = 0x0101010101010101;

std::uint64_t word_at(const std::uint8_t* bytes) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, bytes, 8);
    return bits;
}

/// The bitmap of first members in the 8 bytes from `bytes`.
std::uint64_t first_members_at(const std::uint8_t* bytes, const Tracks& tracks) {
    std::uint64_t found = 0;
    for (const PatternSearch::Track& track : tracks) {
        std::uint64_t all = lowest_bits;
        for (const auto [byte, bit] : track.members) {
            all &= word_at(bytes + byte) >> bit;
        }
        found |= all << track.bit;
    }
    return found;
}

std::uint64_t count_words(const std::uint8_t* bytes, const std::uint8_t* end,
                          const Tracks& tracks) {
    std::uint64_t count = 0;
    for (; bytes < end; bytes += 8) {
        count += static_cast<std::uint64_t>(std::popcount(first_members_at(bytes, tracks)));
    }
    return count;
}

#if PRIMERANK_X86
// Vectors stop where a whole one no longer fits: the zeros behind a segment are 64 bytes, and a
// member may stand up to 34 bytes behind the first. Words do the rest.
PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)
std::uint64_t count_avx2(const std::uint8_t* bytes, const std::uint8_t* end, const Tracks& tracks) {
    std::uint64_t count = 0;
    for (; end - bytes >= 32; bytes += 32) {
        __m256i found = _mm256_setzero_si256();
        for (const PatternSearch::Track& track : tracks) {
            __m256i all = _mm256_set1_epi8(1);
            for (const auto [byte, bit] : track.members) {
                const __m256i there =
                    _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + byte));
                all = _mm256_and_si256(all, _mm256_srl_epi64(there, _mm_cvtsi32_si128(bit)));
            }
            found = _mm256_or_si256(found, _mm256_sll_epi64(all, _mm_cvtsi32_si128(track.bit)));
        }
        alignas(32) std::uint64_t words[4];
        _mm256_store_si256(reinterpret_cast<__m256i*>(words), found);
        for (const std::uint64_t bits : words) {
            count += static_cast<std::uint64_t>(_mm_popcnt_u64(bits));
        }
    }
    return count + count_words(bytes, end, tracks);
}
PRIMERANK_TARGET_END

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)
std::uint64_t count_avx512(const std::uint8_t* bytes, const std::uint8_t* end,
                           const Tracks& tracks) {
    __m512i count = _mm512_setzero_si512();
    for (; end - bytes >= 64; bytes += 64) {
        __m512i found = _mm512_setzero_si512();
        for (const PatternSearch::Track& track : tracks) {
            __m512i all = _mm512_set1_epi8(1);
            for (const auto [byte, bit] : track.members) {
                const __m512i there = _mm512_loadu_si512(bytes + byte);
                all = _mm512_and_si512(all, _mm512_srl_epi64(there, _mm_cvtsi32_si128(bit)));
            }
            found = _mm512_or_si512(found, _mm512_sll_epi64(all, _mm_cvtsi32_si128(track.bit)));
        }
        count = _mm512_add_epi64(count, _mm512_popcnt_epi64(found));
    }
    return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(count))
           + count_words(bytes, end, tracks);
}
PRIMERANK_TARGET_END
#endif

#if PRIMERANK_NEON
std::uint64_t count_neon(const std::uint8_t* bytes, const std::uint8_t* end, const Tracks& tracks) {
    uint16x8_t count = vdupq_n_u16(0); // of at most 2048 vectors, 16 bits a lane
    for (; end - bytes >= 16; bytes += 16) {
        uint8x16_t found = vdupq_n_u8(0);
        for (const PatternSearch::Track& track : tracks) {
            uint8x16_t all = vdupq_n_u8(1);
            for (const auto [byte, bit] : track.members) {
                const auto down = static_cast<std::int8_t>(-bit);
                all = vandq_u8(all, vshlq_u8(vld1q_u8(bytes + byte), vdupq_n_s8(down)));
            }
            const auto up = static_cast<std::int8_t>(track.bit);
            found = vorrq_u8(found, vshlq_u8(all, vdupq_n_s8(up)));
        }
        count = vpadalq_u8(count, vcntq_u8(found));
    }
    return vaddlvq_u16(count) + count_words(bytes, end, tracks);
}
#endif

Tracks tracks_of(const Pattern& pattern) {
    Tracks tracks;
    for (std::uint8_t first = 0; first < 8; ++first) {
        PatternSearch::Track track{first, {}};
        for (const std::uint64_t offset : pattern.offsets()) {
            const std::uint64_t n = sieve::wheel_residues[first] + offset;
            track.members.push_back({static_cast<std::uint8_t>(n / 30), sieve::wheel_bits[n % 30]});
        }
        if (std::all_of(track.members.begin(), track.members.end(),
                        [](const PatternSearch::Member& member) { return member.bit < 8; })) {
            tracks.push_back(std::move(track));
        }
    }
    return tracks;
}

} // namespace

PatternSearch::PatternSearch(const Pattern& pattern, InstructionSet set)
    : tracks_(tracks_of(pattern)), set_(set) {}

std::uint64_t PatternSearch::count(const sieve::Segment& segment) const {
    const std::uint8_t* const begin = segment.bytes.data();
    const std::uint8_t* const end = begin + segment.bytes.size();
    switch (set_) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
        return count_avx512(begin, end, tracks_);
    case InstructionSet::avx2:
        return count_avx2(begin, end, tracks_);
#endif
#if PRIMERANK_NEON
    case InstructionSet::neon:
        return count_neon(begin, end, tracks_);
#endif
    default:
        return count_words(begin, end, tracks_);
    }
}

std::vector<std::uint64_t> PatternSearch::first_members(const sieve::Segment& segment) const {
    std::vector<std::uint64_t> members;
    for (std::size_t i = 0; i < word_count(segment); ++i) {
        std::uint64_t bits = first_members_at(segment.bytes.data() + 8 * i, tracks_);
        for (; bits != 0; bits &= bits - 1) {
            members.push_back(lowest_prime(segment, i, bits));
        }
    }
    return members;
}

} // namespace primerank::tally
