#include "pi/kernels_avx512.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <immintrin.h>

#include <array>

namespace primerank::pi::avx512 {
namespace {

/// Sliding masks: row c is 0xff in 575 bytes, then the low c bits of one byte, then zeros. Read
/// from byte 575 - i on, it keeps of a group what comes before byte i and c bits of byte i.
constexpr std::size_t mask_row = 1216;
constexpr std::size_t mask_centre = 575;
struct SlidingMasks {
    alignas(64) std::array<std::uint8_t, 9 * mask_row> bytes{};
};
constexpr SlidingMasks sliding_masks = [] {
    SlidingMasks masks;
    for (std::size_t c = 0; c <= 8; ++c) {
        for (std::size_t i = 0; i < mask_centre; ++i) {
            masks.bytes[c * mask_row + i] = 0xff;
        }
        masks.bytes[c * mask_row + mask_centre] = static_cast<std::uint8_t>((1U << c) - 1);
    }
    return masks;
}();

struct CountsOfResidues {
    alignas(64) std::array<std::uint8_t, 64> bytes{};
};
constexpr CountsOfResidues counts_of_residues = [] {
    CountsOfResidues counts;
    for (std::size_t r = 0; r < 30; ++r) {
        counts.bytes[r] = wheel_counts[r];
    }
    return counts;
}();

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

inline __m512i load(const void* p) {
    return _mm512_load_si512(p);
}
inline __m512i load_any(const void* p) {
    return _mm512_loadu_si512(p);
}

inline __mmask8 lanes_of(std::size_t left) {
    return left >= 8 ? __mmask8{0xff} : static_cast<__mmask8>((1U << left) - 1);
}

/// Eight candidates: m and the lanes with coefficient +1.
struct EightLeaves {
    __m512i m;
    __mmask8 plus;
};

/// Candidates i to i + 7; lanes beyond the mask get some m that can be divided by.
template <bool Composite>
inline EightLeaves leaves_at(const Candidates& m, std::size_t i, __mmask8 lanes) {
    const __m512i base = _mm512_set1_epi64(static_cast<long long>(m.base));
    if constexpr (Composite) {
        const __m512i values = _mm512_cvtepu16_epi64(
            _mm_mask_loadu_epi16(_mm_set1_epi16(1 << 12), lanes, m.composites + i));
        return {_mm512_add_epi64(base, _mm512_srli_epi64(values, 1)),
                _mm512_test_epi64_mask(values, _mm512_set1_epi64(1))};
    } else {
        const __m512i values = _mm512_cvtepu32_epi64(
            _mm256_mask_loadu_epi32(_mm256_set1_epi32(1 << 12), lanes, m.primes + i));
        return {_mm512_add_epi64(base, values), 0xff};
    }
}

/// floor(numerator / m) - low.
class Quotients {
  public:
    Quotients(const Numerator& numerator, std::uint64_t low, std::uint64_t high)
        : approximate_(_mm512_set1_pd(numerator.approximate)),
          low_bits_(_mm512_set1_epi64(static_cast<long long>(numerator.low_bits))),
          low_(_mm512_set1_epi64(static_cast<long long>(low))),
          low_double_(_mm512_set1_pd(static_cast<double>(low))) {
        const double error = static_cast<double>(high) * 4.5e-16 + 1e-13;
        shift_ = _mm512_set1_pd(0x1p26 + error);
        // in units of 2^-26, rounded up to a power of two
        long long unsure = 4;
        while (static_cast<double>(unsure) < 2 * error * 0x1p26 + 2) {
            unsure *= 2;
        }
        sure_bits_ = _mm512_set1_epi64(((1LL << 26) - 1) & -unsure);
    }

    /// Numerator's correction.
    [[nodiscard]] __m512i exact(__m512i m) const {
        __m512i q = _mm512_cvttpd_epi64(_mm512_div_pd(approximate_, _mm512_cvtepu64_pd(m)));
        const __m512i remainder = _mm512_sub_epi64(low_bits_, _mm512_mullo_epi64(q, m));
        const __m512i one = _mm512_set1_epi64(1);
        q = _mm512_mask_sub_epi64(q, _mm512_movepi64_mask(remainder), q, one);
        q = _mm512_mask_add_epi64(q, _mm512_cmpge_epi64_mask(remainder, m), q, one);
        return _mm512_sub_epi64(q, low_);
    }

    /// The double quotient t is off by less than e = 4.5e-16 t. t - low is exact, and in
    /// 2^26 + (t - low + e) the lower 26 bits of the fraction are fraction, those above integer. If
    /// that fraction is at least 2 e (and the rounding), the integer is right.
    [[nodiscard]] __m512i fast(__m512i m) const {
        const __m512d t = _mm512_div_pd(approximate_, _mm512_cvtepu64_pd(m));
        const __m512i fixed =
            _mm512_castpd_si512(_mm512_add_pd(_mm512_sub_pd(t, low_double_), shift_));
        if (__builtin_expect(_mm512_testn_epi64_mask(fixed, sure_bits_) != 0, 0)) {
            return exact(m);
        }
        // 52 bits times 2^26, shifted down by 52: drops the exponent and the fraction
        return _mm512_madd52hi_epu64(_mm512_setzero_si512(), fixed, _mm512_set1_epi64(1LL << 26));
    }

  private:
    __m512d approximate_;
    __m512i low_bits_;
    __m512i low_;
    __m512d low_double_;
    __m512d shift_;
    __m512i sure_bits_;
};

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

inline __m512i counts_by_ranks(__m512i n, __mmask8 lanes, const std::uint64_t* ranks) {
    const EightPlaces places = words_of(n);
    const __m512i entries =
        _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), lanes, places.word, ranks, 8);
    return _mm512_add_epi64(_mm512_srli_epi64(entries, 32), _mm512_popcnt_epi64(_mm512_sllv_epi64(
                                                                entries, shifts_of(places.place))));
}

/// A sum over leaves, eight at a time.
template <bool Composite>
class LeafSum {
  public:
    // An implicit constructor would be compiled for the baseline.
    LeafSum() : all_(_mm512_setzero_si512()), plus_(_mm512_setzero_si512()) {}

    void add(__m512i counts, __mmask8 lanes, __mmask8 plus) {
        if constexpr (Composite) {
            all_ = _mm512_add_epi64(all_, counts);
            plus_ = _mm512_mask_add_epi64(plus_, plus, plus_, counts);
        } else {
            plus_ = _mm512_add_epi64(plus_, counts);
        }
        add_weights(lanes, plus);
    }

    void add_weights(__mmask8 lanes, __mmask8 plus) {
        if constexpr (Composite) {
            plus_leaves_ += _mm_popcnt_u32(plus & lanes);
        }
    }

    [[nodiscard]] WeightedSum result(std::size_t leaves) const {
        const std::int64_t plus = _mm512_reduce_add_epi64(plus_);
        const auto n = static_cast<std::int64_t>(leaves);
        if constexpr (Composite) {
            return {2 * plus - _mm512_reduce_add_epi64(all_), 2 * plus_leaves_ - n};
        } else {
            return {plus, n};
        }
    }

  private:
    __m512i all_;
    __m512i plus_;
    std::int64_t plus_leaves_ = 0;
};

template <bool Composite>
WeightedSum sum_by_ranks(const Candidates& m, const Quotients& quotients,
                         const std::uint64_t* ranks) {
    LeafSum<Composite> sum;
    std::size_t i = 0;
    for (; i + 8 <= m.size; i += 8) {
        const EightLeaves leaves = leaves_at<Composite>(m, i, 0xff);
        const __m512i counts = counts_by_ranks(quotients.fast(leaves.m), 0xff, ranks);
        sum.add(counts, 0xff, leaves.plus);
    }
    if (i < m.size) {
        const __mmask8 lanes = lanes_of(m.size - i);
        const EightLeaves leaves = leaves_at<Composite>(m, i, lanes);
        const __m512i counts = counts_by_ranks(quotients.exact(leaves.m), lanes, ranks);
        sum.add(_mm512_maskz_mov_epi64(lanes, counts), lanes, leaves.plus);
    }
    return sum.result(m.size);
}

/// Where each of eight leaves finds its mask and its counter.
struct Masked {
    alignas(64) std::array<std::uint64_t, 8> unit; // line or group
    alignas(64) std::array<std::uint64_t, 8> mask; // offset in the sliding masks
};

/// For n < 2^32: 0x88888889 / 2^36 rounds 1 / 30 up by less than 2^-37.
template <unsigned UnitShift>
inline void locate(__m512i n, Masked& result) {
    const __m512i byte = _mm512_srli_epi64(_mm512_mul_epu32(n, _mm512_set1_epi64(0x88888889)), 36);
    const __m512i thirty = _mm512_sub_epi64(_mm512_slli_epi64(byte, 5), _mm512_slli_epi64(byte, 1));
    const __m512i bits =
        _mm512_permutexvar_epi8(_mm512_sub_epi64(n, thirty), load(counts_of_residues.bytes.data()));
    const __m512i in_unit = _mm512_and_si512(byte, _mm512_set1_epi64((1LL << UnitShift) - 1));
    const __m512i row = _mm512_mul_epu32(bits, _mm512_set1_epi64(mask_row));
    const __m512i centre = _mm512_set1_epi64(mask_centre);
    _mm512_store_si512(result.unit.data(), _mm512_srli_epi64(byte, UnitShift));
    _mm512_store_si512(result.mask.data(),
                       _mm512_sub_epi64(_mm512_add_epi64(row, centre), in_unit));
}

/// 32 partial counts of what a mask keeps of a line, or of the eight lines of a group.
inline __m512i masked_count(const std::uint8_t* line, const std::uint8_t* mask) {
    return _mm512_popcnt_epi16(_mm512_and_si512(load(line), load_any(mask)));
}

inline __m512i masked_group_count(const std::uint8_t* group, const std::uint8_t* mask) {
    __m512i even = masked_count(group, mask);
    __m512i odd = masked_count(group + 64, mask + 64);
    for (std::size_t i = 128; i < group_bytes; i += 128) {
        even = _mm512_add_epi16(even, masked_count(group + i, mask + i));
        odd = _mm512_add_epi16(odd, masked_count(group + i + 64, mask + i + 64));
    }
    return _mm512_add_epi16(even, odd);
}

/// What leaves count in a block, from the counts of its groups on.
struct GroupCounter {
    static constexpr unsigned unit_shift = 9;
    const std::uint8_t* block;
    const GroupCounts& counts;

    [[nodiscard]] std::int64_t before(std::uint64_t group) const {
        return static_cast<std::int64_t>(counts[group]);
    }
    [[nodiscard]] __m512i inside(std::uint64_t group, const std::uint8_t* mask) const {
        return masked_group_count(block + group * group_bytes, mask);
    }
};

/// The same in a segment, from the counts of its superlines and lines on.
struct LineCounter {
    static constexpr unsigned unit_shift = 6;
    const std::uint8_t* segment;
    const std::uint16_t* line_counts;
    const std::uint32_t* superlines;

    [[nodiscard]] std::int64_t before(std::uint64_t line) const {
        return superlines[line / superline_lines];
    }
    [[nodiscard]] __m512i inside(std::uint64_t line, const std::uint8_t* mask) const {
        const auto lines_before = static_cast<__mmask32>((1U << (line % superline_lines)) - 1);
        const __m512i lines = _mm512_maskz_loadu_epi16(
            lines_before, line_counts + line / superline_lines * superline_lines);
        return _mm512_add_epi16(lines, masked_count(segment + line * line_bytes, mask));
    }
};

/// Counts stay spread over the lanes until the end. A lane of 32 bits takes at most
/// 2 (512 + 16) a leaf, so 2^20 leaves fit.
template <bool Composite, class Counter>
WeightedSum sum_one_by_one(const Candidates& m, const Quotients& quotients,
                           const Counter& counter) {
    __m512i spread = _mm512_setzero_si512();
    std::int64_t before = 0;
    LeafSum<Composite> weights;
    Masked where;
    for (std::size_t i = 0; i < m.size; i += 8) {
        const __mmask8 lanes = lanes_of(m.size - i);
        const EightLeaves leaves = leaves_at<Composite>(m, i, lanes);
        locate<Counter::unit_shift>(quotients.exact(leaves.m), where);
        weights.add_weights(lanes, leaves.plus);
        const std::size_t here = m.size - i < 8 ? m.size - i : 8;
        for (std::size_t j = 0; j < here; ++j) {
            const int sign = !Composite || (leaves.plus >> j & 1) != 0 ? 1 : -1;
            const __m512i inside =
                counter.inside(where.unit[j], sliding_masks.bytes.data() + where.mask[j]);
            spread =
                _mm512_dpwssd_epi32(spread, inside, _mm512_set1_epi16(static_cast<short>(sign)));
            before += sign * counter.before(where.unit[j]);
        }
    }
    const __m512i low = _mm512_cvtepi32_epi64(_mm512_castsi512_si256(spread));
    const __m512i high = _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(spread, 1));
    return {before + _mm512_reduce_add_epi64(_mm512_add_epi64(low, high)),
            weights.result(m.size).weight};
}

template <class Counter>
WeightedSum sum_one_by_one(const Candidates& m, const Quotients& quotients,
                           const Counter& counter) {
    return m.composites != nullptr ? sum_one_by_one<true>(m, quotients, counter)
                                   : sum_one_by_one<false>(m, quotients, counter);
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

WeightedSum leaves_by_groups(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                             const std::uint8_t* block, const GroupCounts& counts) {
    return sum_one_by_one(m, Quotients(numerator, low, low), GroupCounter{block, counts});
}

WeightedSum leaves_by_lines(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                            const std::uint8_t* segment, const std::uint16_t* line_counts,
                            const std::uint32_t* superlines) {
    return sum_one_by_one(m, Quotients(numerator, low, low),
                          LineCounter{segment, line_counts, superlines});
}

WeightedSum leaves_by_ranks(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                            std::uint64_t high, const std::uint64_t* ranks) {
    const Quotients quotients(numerator, low, high);
    return m.composites != nullptr ? sum_by_ranks<true>(m, quotients, ranks)
                                   : sum_by_ranks<false>(m, quotients, ranks);
}

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx512

#endif
