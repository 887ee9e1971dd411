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

/// What the bitmap of ranks counts up to its numbers n.
template <class Signs>
class RankReader {
  public:
    explicit RankReader(const RankTable& ranks)
        : entries_(ranks.entries.data()),
          flips_(_mm512_set1_epi64(static_cast<long long>(Signs(ranks.minus).flips))) {}

    [[nodiscard]] __m512i counts(__m512i n, __mmask8 lanes) const {
        const EightPlaces places = words_of(n);
        const __m512i shifts = shifts_of(places.place);
        const __m512i found =
            _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), lanes, places.word, entries_, 8);
        __m512i count = _mm512_popcnt_epi64(_mm512_sllv_epi64(found, shifts));
        if constexpr (Signs::flipped != 0) {
            count = _mm512_sub_epi64(count, _mm512_popcnt_epi64(_mm512_sllv_epi64(flips_, shifts)));
        }
        return _mm512_add_epi64(_mm512_srai_epi64(found, 32), count);
    }

  private:
    const std::uint64_t* entries_;
    __m512i flips_;
};

template <class Signs, bool Composite>
WeightedSum sum_by_ranks(const Candidates& m, const Quotients& quotients, const RankTable& ranks) {
    const RankReader<Signs> reader(ranks);
    LeafSum<Composite> sum;
    std::size_t i = 0;
    for (; i + 8 <= m.size; i += 8) {
        const EightLeaves leaves = leaves_at<Composite>(m, i, 0xff);
        const __m512i counts = reader.counts(quotients.fast(leaves.m), 0xff);
        sum.add(counts, 0xff, leaves.plus);
    }
    if (i < m.size) {
        const __mmask8 lanes = lanes_of(m.size - i);
        const EightLeaves leaves = leaves_at<Composite>(m, i, lanes);
        const __m512i counts = reader.counts(quotients.exact(leaves.m), lanes);
        sum.add(_mm512_maskz_mov_epi64(lanes, counts), lanes, leaves.plus);
    }
    return sum.result(m.size);
}

} // namespace

/// 32 entries a turn of 120 numbers.
std::size_t select_factors(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                           std::uint32_t least_index, MinusPlaces minus, std::uint16_t* values) {
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
    __m512i doubled =
        _mm512_or_si512(_mm512_slli_epi16(offsets, 1), _mm512_maskz_mov_epi16(minus, one));
    std::size_t n = 0;
    for (std::uint64_t i = begin; i <= end; ++i) {
        if (i == end) {
            wanted &= _mm512_cmple_epu16_mask(offsets, last_here);
        }
        const __m512i entries = load_any(table + 32 * i);
        const __mmask32 chosen = _mm512_mask_cmpge_epu16_mask(wanted, entries, least);
        // doubled ^ (entries & 1)
        const __m512i value = _mm512_ternarylogic_epi64(doubled, entries, one, 0x78);
        _mm512_storeu_si512(values + n, _mm512_maskz_compress_epi16(chosen, value));
        n += static_cast<std::size_t>(_mm_popcnt_u32(chosen));
        doubled = _mm512_add_epi16(doubled, turn);
        wanted = ~__mmask32{0};
    }
    return n;
}

template <class Signs>
std::int64_t RankKernels<Signs>::survivors_up_to(const RankTable& ranks, std::uint64_t offset) {
    const auto entry = static_cast<std::int64_t>(ranks.entries[offset / 120]);
    const unsigned bits = 64U - word_shifts.bytes[offset % 120];
    return (entry >> 32) + _mm_popcnt_u64(_bzhi_u64(static_cast<std::uint64_t>(entry), bits))
           - _mm_popcnt_u64(_bzhi_u64(ranks.minus, bits));
}

template <class Signs>
WeightedSum RankKernels<Signs>::leaves(const Candidates& m, const Numerator& numerator,
                                       std::uint64_t low, std::uint64_t high,
                                       const RankTable& ranks) {
    const Quotients quotients(numerator, low, high);
    return m.composites != nullptr ? sum_by_ranks<Signs, true>(m, quotients, ranks)
                                   : sum_by_ranks<Signs, false>(m, quotients, ranks);
}

template <class Signs>
std::int64_t RankKernels<Signs>::by_inverses(uint128 numerator, const double* inverses,
                                             std::size_t n, std::uint64_t low, std::uint64_t high,
                                             const RankTable& ranks) {
    const Quotients quotients(Numerator(numerator), low, high);
    const RankReader<Signs> reader(ranks);
    __m512i sum = _mm512_setzero_si512();
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        const __m512i v = quotients.fast_by_inverses(_mm512_loadu_pd(inverses + i));
        sum = _mm512_add_epi64(sum, reader.counts(v, 0xff));
    }
    if (i < n) {
        const __mmask8 lanes = lanes_of(n - i);
        const __m512d inverse = _mm512_mask_loadu_pd(_mm512_set1_pd(1), lanes, inverses + i);
        const __m512i counts = reader.counts(quotients.fast_by_inverses(inverse), lanes);
        sum = _mm512_mask_add_epi64(sum, lanes, sum, counts);
    }
    return _mm512_reduce_add_epi64(sum);
}

template struct RankKernels<Unsigned>;
template struct RankKernels<Signed>;

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx512

#endif
