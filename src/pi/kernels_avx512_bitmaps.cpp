#include "pi/kernels_avx512.hpp"

#if PRIMERANK_X86

#include <immintrin.h>

namespace primerank::pi::avx512 {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

namespace {

inline __m512i load(const void* p) {
    return _mm512_load_si512(p);
}
inline __m512i load_any(const void* p) {
    return _mm512_loadu_si512(p);
}

/// Policies of signs for vectors.
template <class Signs>
class Flips {
  public:
    explicit Flips(MinusPlaces minus)
        : flips_(_mm512_set1_epi64(static_cast<long long>(Signs(minus).flips))) {}

    /// Ones in eight flipped words.
    [[nodiscard]] __m512i ones(__m512i bits) const {
        return _mm512_popcnt_epi64(_mm512_xor_si512(bits, flips_));
    }

    /// What eight lanes count, from the ones in so many words of each.
    [[nodiscard]] __m512i counts(__m512i ones, std::size_t words) const {
        return _mm512_sub_epi64(ones,
                                _mm512_set1_epi64(static_cast<long long>(words) * Signs::flipped));
    }

  private:
    __m512i flips_;
};

inline __m512i add_pairs(__m512i a, __m512i b) {
    return _mm512_add_epi64(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
}

inline __m512i add_quarters(__m512i a, __m512i b) {
    return _mm512_add_epi64(_mm512_shuffle_i64x2(a, b, 0x88), _mm512_shuffle_i64x2(a, b, 0xdd));
}

/// The sums of eight vectors of eight 64-bit lanes, as one vector.
inline __m512i sums_of_eight(const __m512i* v) {
    const __m512i first = add_quarters(add_pairs(v[0], v[1]), add_pairs(v[2], v[3]));
    const __m512i second = add_quarters(add_pairs(v[4], v[5]), add_pairs(v[6], v[7]));
    return add_quarters(first, second);
}

/// Inclusive prefix sums of eight 64-bit lanes.
inline __m512i inclusive(__m512i v) {
    const __m512i zero = _mm512_setzero_si512();
    v = _mm512_add_epi64(v, _mm512_alignr_epi64(v, zero, 7));
    v = _mm512_add_epi64(v, _mm512_alignr_epi64(v, zero, 6));
    return _mm512_add_epi64(v, _mm512_alignr_epi64(v, zero, 4));
}

/// Stores what comes before each of eight groups and moves `before` past them.
inline void store_prefix(GroupCounts& counts, std::size_t group, __m512i of_groups,
                         __m512i& before) {
    const __m512i sums = _mm512_add_epi64(inclusive(of_groups), before);
    _mm512_storeu_si512(&counts[group], _mm512_sub_epi64(sums, of_groups));
    before = _mm512_permutexvar_epi64(_mm512_set1_epi64(7), sums);
}

} // namespace

template <class Signs>
void BitmapKernels<Signs>::lay_patterns(std::uint8_t* block, std::size_t groups, Pattern first,
                                        std::uint32_t phase1, Pattern second, std::uint32_t phase2,
                                        MinusPlaces minus, GroupCounts& counts) {
    const Flips<Signs> flips(minus);
    __m512i before = _mm512_setzero_si512();
    for (std::size_t g = 0; g < groups; g += 8) {
        __m512i of_groups[8];
        for (std::size_t j = 0; j < 8; ++j) {
            std::uint8_t* const group = block + (g + j) * group_bytes;
            __m512i sum = _mm512_setzero_si512();
            for (std::size_t i = 0; i < group_bytes; i += 64) {
                const __m512i bits = _mm512_and_si512(load_any(first.bytes + phase1 + i),
                                                      load_any(second.bytes + phase2 + i));
                _mm512_store_si512(group + i, bits);
                sum = _mm512_add_epi64(sum, flips.ones(bits));
            }
            of_groups[j] = flips.counts(sum, group_bytes / 64);
            phase1 = (phase1 + static_cast<std::uint32_t>(group_bytes)) % first.period;
            phase2 = (phase2 + static_cast<std::uint32_t>(group_bytes)) % second.period;
        }
        store_prefix(counts, g, sums_of_eight(of_groups), before);
    }
    counts[groups] = _mm_cvtsi128_si64(_mm512_castsi512_si128(before));
}

template <class Signs>
void BitmapKernels<Signs>::and_pattern(std::uint8_t* block, std::size_t groups, Pattern pattern,
                                       std::uint32_t phase, MinusPlaces minus,
                                       GroupCounts& counts) {
    const Flips<Signs> flips(minus);
    const auto step = static_cast<std::uint32_t>(group_bytes % pattern.period);
    __m512i before = _mm512_setzero_si512();
    for (std::size_t g = 0; g < groups; g += 8) {
        __m512i of_groups[8];
        for (std::size_t j = 0; j < 8; ++j) {
            std::uint8_t* const group = block + (g + j) * group_bytes;
            const std::uint8_t* const mask = pattern.bytes + phase;
            __m512i even = _mm512_setzero_si512();
            __m512i odd = _mm512_setzero_si512();
            for (std::size_t i = 0; i < group_bytes; i += 128) {
                const __m512i a = _mm512_and_si512(load(group + i), load_any(mask + i));
                const __m512i b = _mm512_and_si512(load(group + i + 64), load_any(mask + i + 64));
                _mm512_store_si512(group + i, a);
                _mm512_store_si512(group + i + 64, b);
                even = _mm512_add_epi64(even, flips.ones(a));
                odd = _mm512_add_epi64(odd, flips.ones(b));
            }
            phase += step;
            phase -= phase >= pattern.period ? pattern.period : 0;
            of_groups[j] = flips.counts(_mm512_add_epi64(even, odd), group_bytes / 64);
        }
        store_prefix(counts, g, sums_of_eight(of_groups), before);
    }
    counts[groups] = _mm_cvtsi128_si64(_mm512_castsi512_si128(before));
}

template <class Signs>
std::int64_t BitmapKernels<Signs>::count_lines(const std::uint8_t* segment, std::size_t lines,
                                               MinusPlaces minus, std::int16_t* counts) {
    const Flips<Signs> flips(minus);
    __m512i total = _mm512_setzero_si512();
    for (std::size_t line = 0; line < lines; line += 8) {
        __m512i v[8];
        for (std::size_t j = 0; j < 8; ++j) {
            v[j] = flips.counts(flips.ones(load(segment + (line + j) * line_bytes)), 1);
        }
        const __m512i sums = sums_of_eight(v);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(counts + line), _mm512_cvtepi64_epi16(sums));
        total = _mm512_add_epi64(total, sums);
    }
    return _mm512_reduce_add_epi64(total);
}

/// Modulo 2^32 from the first addition on.
void add_superlines(const std::int16_t* line_counts, std::size_t lines, std::int32_t* before) {
    const __m512i ones = _mm512_set1_epi16(1);
    __m512i carry = _mm512_setzero_si512();
    const std::size_t superlines = lines / superline_lines;
    for (std::size_t s = 0; s < superlines; s += 8) {
        __m512i v[8];
        for (std::size_t j = 0; j < 8; ++j) {
            // lines come in 64s, so superlines in pairs
            const __m512i counts = s + j < superlines
                                       ? load(line_counts + superline_lines * (s + j))
                                       : _mm512_setzero_si512();
            const __m512i pairs = _mm512_madd_epi16(counts, ones);
            v[j] = _mm512_add_epi64(_mm512_srli_epi64(pairs, 32), pairs);
        }
        const __m512i here = sums_of_eight(v);
        const __m512i sums = _mm512_add_epi64(inclusive(here), carry);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(before + s),
                            _mm512_cvtepi64_epi32(_mm512_sub_epi64(sums, here)));
        carry = _mm512_permutexvar_epi64(_mm512_set1_epi64(7), sums);
    }
}

template <class Signs>
void BitmapKernels<Signs>::build_ranks(const std::uint8_t* bitmap, std::size_t lines,
                                       MinusPlaces minus, RankTable& ranks) {
    const __m512i flips = _mm512_set1_epi64(static_cast<long long>(Signs(minus).flips));
    const __m512i flipped = _mm512_set1_epi32(Signs::flipped / 2);
    std::uint64_t* const entries = ranks.entries.data();
    ranks.minus = minus;
    const __m512i zero = _mm512_setzero_si512();
    const __m512i last = _mm512_set1_epi32(15);
    __m512i carry = zero;
    // entry i takes word i from the line and lane 16 + i, the count, from the second operand
    const __m512i low_entries =
        _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const __m512i high_entries = _mm512_add_epi32(low_entries, _mm512_set1_epi32(8));
    for (std::size_t line = 0; line < lines; ++line) {
        const __m512i bits = _mm512_xor_si512(load(bitmap + line * line_bytes), flips);
        const __m512i here = _mm512_sub_epi32(_mm512_popcnt_epi32(bits), flipped);
        __m512i sums = _mm512_add_epi32(here, _mm512_alignr_epi32(here, zero, 15));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 14));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 12));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 8));
        sums = _mm512_add_epi32(sums, carry);
        carry = _mm512_permutexvar_epi32(last, sums);
        const __m512i before = _mm512_sub_epi32(sums, here);
        _mm512_store_si512(entries + 16 * line,
                           _mm512_permutex2var_epi32(bits, low_entries, before));
        _mm512_store_si512(entries + 16 * line + 8,
                           _mm512_permutex2var_epi32(bits, high_entries, before));
    }
}

template struct BitmapKernels<Unsigned>;
template struct BitmapKernels<Signed>;

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx512

#endif
