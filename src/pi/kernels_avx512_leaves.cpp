#include "pi/kernels_avx512_candidates.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <immintrin.h>

#include <array>

namespace primerank::pi::avx512 {
namespace {

/// For a number's place among the 120 of a 32-bit word of the bitmap: how far to shift the word's
/// bits up to keep, of 64, those up to that number.
struct WordShifts {
    alignas(64) std::array<std::uint8_t, 128> bytes{};
};
constexpr WordShifts word_shifts = [] {
    WordShifts shifts;
    for (std::size_t r = 0; r < 120; ++r) {
        shifts.bytes[r] = static_cast<std::uint8_t>(64 - 8 * (r / 30) - wheel_counts[r % 30]);
    }
    return shifts;
}();

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

/// floor(n / 120) and the place among the 120, for n < 2^26: with c = ceil(2^52 / 120), n c is
/// floor(n / 120) 2^52 + (n mod 120 + less than 120 n / 2^52) / 120 2^52.
struct EightPlaces {
    __m512i word;
    __m512i place;
};

inline EightPlaces words_of(__m512i n) {
    const __m512i zero = _mm512_setzero_si512();
    const __m512i c = _mm512_set1_epi64((1LL << 52) / 120 + 1);
    const __m512i fraction = _mm512_madd52lo_epu64(zero, n, c);
    return {_mm512_madd52hi_epu64(zero, n, c),
            _mm512_madd52hi_epu64(zero, fraction, _mm512_set1_epi64(120))};
}

inline __m512i shifts_of(__m512i place) {
    return _mm512_maskz_permutex2var_epi8(0x0101010101010101, load(word_shifts.bytes.data()), place,
                                          load(word_shifts.bytes.data() + 64));
}

inline __m512i counts_by_ranks(__m512i n, __mmask8 lanes, const std::uint64_t* entries) {
    const EightPlaces places = words_of(n);
    const __m512i found =
        _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), lanes, places.word, entries, 8);
    return _mm512_add_epi64(_mm512_srli_epi64(found, 32),
                            _mm512_popcnt_epi64(_mm512_sllv_epi64(found, shifts_of(places.place))));
}

template <bool Composite>
WeightedSum sum_by_ranks(const Candidates& m, const Quotients& quotients,
                         const std::uint64_t* entries) {
    LeafSum<Composite> sum;
    std::size_t i = 0;
    for (; i + 8 <= m.size; i += 8) {
        const EightLeaves leaves = leaves_at<Composite>(m, i, 0xff);
        const __m512i counts = counts_by_ranks(quotients.fast(leaves.m), 0xff, entries);
        sum.add(counts, 0xff, leaves.plus);
    }
    if (i < m.size) {
        const __mmask8 lanes = lanes_of(m.size - i);
        const EightLeaves leaves = leaves_at<Composite>(m, i, lanes);
        const __m512i counts = counts_by_ranks(quotients.exact(leaves.m), lanes, entries);
        sum.add(_mm512_maskz_mov_epi64(lanes, counts), lanes, leaves.plus);
    }
    return sum.result(m.size);
}

} // namespace

/// 32 entries a turn of 120 numbers.
std::size_t select_factors(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                           std::uint32_t least_index, std::uint16_t* values) {
    const std::uint64_t begin = (first + 1) / 120;
    const std::uint64_t end = last / 120;
    const __m512i offsets = _mm512_cvtepu8_epi16(
        _mm256_loadu_si256(reinterpret_cast<const __m256i*>(wheel_offsets.data())));
    const __m512i least = _mm512_set1_epi16(static_cast<short>(least_index << 1));
    const __m512i one = _mm512_set1_epi16(1);
    const __m512i turn = _mm512_set1_epi16(240);
    const __m512i first_here = _mm512_set1_epi16(static_cast<short>(first + 1 - 120 * begin));
    const __m512i last_here = _mm512_set1_epi16(static_cast<short>(last - 120 * end));
    __mmask32 wanted = _mm512_cmpge_epu16_mask(offsets, first_here);
    __m512i doubled = _mm512_slli_epi16(offsets, 1);
    std::size_t n = 0;
    for (std::uint64_t i = begin; i <= end; ++i) {
        if (i == end) {
            wanted &= _mm512_cmple_epu16_mask(offsets, last_here);
        }
        const __m512i entries = load_any(table + 32 * i);
        const __mmask32 chosen = _mm512_mask_cmpge_epu16_mask(wanted, entries, least);
        // doubled | (entries & 1)
        const __m512i value = _mm512_ternarylogic_epi64(doubled, entries, one, 0xf8);
        _mm512_storeu_si512(values + n, _mm512_maskz_compress_epi16(chosen, value));
        n += static_cast<std::size_t>(_mm_popcnt_u32(chosen));
        doubled = _mm512_add_epi16(doubled, turn);
        wanted = ~__mmask32{0};
    }
    return n;
}

std::uint64_t survivors_up_to(const RankTable& ranks, std::uint64_t offset) {
    const std::uint64_t entry = ranks.entries[offset / 120];
    const unsigned bits = 64U - word_shifts.bytes[offset % 120];
    return (entry >> 32) + static_cast<std::uint64_t>(_mm_popcnt_u64(_bzhi_u64(entry, bits)));
}

WeightedSum leaves_by_ranks(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                            std::uint64_t high, const RankTable& ranks) {
    const Quotients quotients(numerator, low, high);
    const std::uint64_t* const entries = ranks.entries.data();
    return m.composites != nullptr ? sum_by_ranks<true>(m, quotients, entries)
                                   : sum_by_ranks<false>(m, quotients, entries);
}

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx512

#endif
