#include "pi/kernels_avx2.hpp"

#if PRIMERANK_X86

#include "pi/selection.hpp"

#include <bit>

namespace primerank::pi::avx2 {
namespace {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

/// One bit for each of 32 entries of 16 bits that is at least `least`.
inline std::uint32_t at_least(const std::uint16_t* entries, __m256i least) {
    const __m256i a = load_any(entries);
    const __m256i b = load_any(entries + 16);
    const __m256i bytes = _mm256_packs_epi16(_mm256_cmpeq_epi16(_mm256_max_epu16(a, least), a),
                                             _mm256_cmpeq_epi16(_mm256_max_epu16(b, least), b));
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_permute4x64_epi64(bytes, 0xd8)));
}

/// The lowest eight bits, one in each of eight 16-bit lanes.
inline __m128i bits_as_lanes(std::uint32_t bits) {
    const __m128i lane_bits = _mm_setr_epi16(1, 2, 4, 8, 16, 32, 64, 128);
    const __m128i kept = _mm_and_si128(_mm_set1_epi16(static_cast<short>(bits & 255)), lane_bits);
    return _mm_srli_epi16(_mm_cmpeq_epi16(kept, lane_bits), 15);
}

} // namespace

std::size_t select_factors(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                           std::uint32_t least_index, MinusPlaces minus, std::uint16_t* values) {
    const std::uint64_t begin = (first + 1) / 120;
    const std::uint64_t end = last / 120;
    const __m256i least = _mm256_set1_epi16(static_cast<short>(least_index << 1));
    const __m128i one = _mm_set1_epi16(1);
    const __m128i turn = _mm_set1_epi16(240);
    __m128i doubled[4];
    for (std::size_t j = 0; j < 4; ++j) {
        const __m128i offsets = _mm_cvtepu8_epi16(
            _mm_loadl_epi64(reinterpret_cast<const __m128i*>(wheel_offsets.data() + 8 * j)));
        doubled[j] = _mm_or_si128(_mm_slli_epi16(offsets, 1), bits_as_lanes(minus >> (8 * j)));
    }
    const std::uint64_t before = first + 1 - 120 * begin;
    std::uint32_t wanted = before == 0 ? ~0U : ~places_up_to(before - 1);
    std::size_t n = 0;
    for (std::uint64_t i = begin; i <= end; ++i) {
        const std::uint16_t* const entries = table + 32 * i;
        wanted &= i == end ? places_up_to(last - 120 * end) : ~0U;
        const std::uint32_t chosen = at_least(entries, least) & wanted;
        for (std::size_t j = 0; j < 4; ++j) {
            const std::size_t mask = chosen >> (8 * j) & 255;
            const __m128i entry =
                _mm_loadu_si128(reinterpret_cast<const __m128i*>(entries + 8 * j));
            const __m128i value = _mm_xor_si128(doubled[j], _mm_and_si128(entry, one));
            const __m128i shuffle =
                _mm_load_si128(reinterpret_cast<const __m128i*>(packings.order[mask].data()));
            _mm_storeu_si128(reinterpret_cast<__m128i*>(values + n),
                             _mm_shuffle_epi8(value, shuffle));
            n += static_cast<std::size_t>(std::popcount(mask));
            doubled[j] = _mm_add_epi16(doubled[j], turn);
        }
        wanted = ~0U;
    }
    return n;
}

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx2

#endif
