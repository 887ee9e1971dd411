#include "pi/kernels.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <immintrin.h>

#include <cstring>

namespace primerank::pi {
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

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

#include "pi/kernels_scalar.inl"

inline __m512i load(const void* p) {
    return _mm512_load_si512(p);
}
inline __m512i load_any(const void* p) {
    return _mm512_loadu_si512(p);
}

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

void lay_patterns_512(std::uint8_t* block, std::size_t groups, Pattern first, std::uint32_t phase1,
                      Pattern second, std::uint32_t phase2, GroupCounts& counts) {
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
                sum = _mm512_add_epi64(sum, _mm512_popcnt_epi64(bits));
            }
            of_groups[j] = sum;
            phase1 = (phase1 + static_cast<std::uint32_t>(group_bytes)) % first.period;
            phase2 = (phase2 + static_cast<std::uint32_t>(group_bytes)) % second.period;
        }
        store_prefix(counts, g, sums_of_eight(of_groups), before);
    }
    counts[groups] = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm512_castsi512_si128(before)));
}

void and_pattern_512(std::uint8_t* block, std::size_t groups, Pattern pattern, std::uint32_t phase,
                     GroupCounts& counts) {
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
                even = _mm512_add_epi64(even, _mm512_popcnt_epi64(a));
                odd = _mm512_add_epi64(odd, _mm512_popcnt_epi64(b));
            }
            phase += step;
            phase -= phase >= pattern.period ? pattern.period : 0;
            of_groups[j] = _mm512_add_epi64(even, odd);
        }
        store_prefix(counts, g, sums_of_eight(of_groups), before);
    }
    counts[groups] = static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm512_castsi512_si128(before)));
}

std::uint64_t count_lines_512(const std::uint8_t* segment, std::size_t lines,
                              std::uint16_t* counts) {
    __m512i total = _mm512_setzero_si512();
    for (std::size_t line = 0; line < lines; line += 8) {
        __m512i v[8];
        for (std::size_t j = 0; j < 8; ++j) {
            v[j] = _mm512_popcnt_epi64(load(segment + (line + j) * line_bytes));
        }
        const __m512i sums = sums_of_eight(v);
        _mm_storeu_si128(reinterpret_cast<__m128i*>(counts + line), _mm512_cvtepi64_epi16(sums));
        total = _mm512_add_epi64(total, sums);
    }
    return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(total));
}

void add_superlines_512(const std::uint16_t* line_counts, std::size_t lines,
                        std::uint32_t* before) {
    const __m512i ones = _mm512_set1_epi16(1);
    const __m512i low_half = _mm512_set1_epi64(0xffffffff);
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
            v[j] =
                _mm512_add_epi64(_mm512_srli_epi64(pairs, 32), _mm512_and_si512(pairs, low_half));
        }
        const __m512i here = sums_of_eight(v);
        const __m512i sums = _mm512_add_epi64(inclusive(here), carry);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(before + s),
                            _mm512_cvtepi64_epi32(_mm512_sub_epi64(sums, here)));
        carry = _mm512_permutexvar_epi64(_mm512_set1_epi64(7), sums);
    }
}

void build_ranks_512(const std::uint8_t* bitmap, std::size_t lines, std::uint64_t* ranks) {
    const __m512i zero = _mm512_setzero_si512();
    const __m512i last = _mm512_set1_epi32(15);
    __m512i carry = zero;
    // entry i takes word i from the line and lane 16 + i, the count, from the second operand
    const __m512i low_entries =
        _mm512_setr_epi32(0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const __m512i high_entries = _mm512_add_epi32(low_entries, _mm512_set1_epi32(8));
    for (std::size_t line = 0; line < lines; ++line) {
        const __m512i bits = load(bitmap + line * line_bytes);
        const __m512i here = _mm512_popcnt_epi32(bits);
        __m512i sums = _mm512_add_epi32(here, _mm512_alignr_epi32(here, zero, 15));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 14));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 12));
        sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, zero, 8));
        sums = _mm512_add_epi32(sums, carry);
        carry = _mm512_permutexvar_epi32(last, sums);
        const __m512i before = _mm512_sub_epi32(sums, here);
        _mm512_store_si512(ranks + 16 * line, _mm512_permutex2var_epi32(bits, low_entries, before));
        _mm512_store_si512(ranks + 16 * line + 8,
                           _mm512_permutex2var_epi32(bits, high_entries, before));
    }
}

std::size_t select_factors_512(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                               std::uint32_t least_index, std::uint32_t* values) {
    const std::uint64_t begin = (first + 1) / 60;
    const std::uint64_t end = last / 60;
    const __m512i residues =
        _mm512_setr_epi32(1, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 49, 53, 59);
    const __m256i least = _mm256_set1_epi16(static_cast<short>(least_index << 1));
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i turn = _mm512_set1_epi32(120);
    const auto first_here = static_cast<int>(first + 1 - 60 * begin);
    const auto last_here = static_cast<int>(last - 60 * end);
    __mmask16 wanted = _mm512_cmpge_epi32_mask(residues, _mm512_set1_epi32(first_here));
    const __mmask16 at_the_end = _mm512_cmple_epi32_mask(residues, _mm512_set1_epi32(last_here));
    __m512i doubled = _mm512_slli_epi32(residues, 1);
    std::size_t n = 0;
    for (std::uint64_t i = begin; i <= end; ++i) {
        wanted = i == end ? wanted & at_the_end : wanted;
        const __m256i entries =
            _mm256_loadu_si256(reinterpret_cast<const __m256i*>(table + 16 * i));
        const __mmask16 chosen = _mm256_mask_cmpge_epu16_mask(wanted, entries, least);
        const __m512i value = _mm512_ternarylogic_epi32(doubled, _mm512_cvtepu16_epi32(entries),
                                                        one, 0xf8); // doubled | (entries & 1)
        _mm512_storeu_si512(values + n, _mm512_maskz_compress_epi32(chosen, value));
        n += count_bits(chosen);
        doubled = _mm512_add_epi32(doubled, turn);
        wanted = 0xffff;
    }
    return n;
}

/// floor(a / m) in eight lanes: Numerator's correction.
inline __m512i exact_quotients(__m512d approximate, __m512i low_bits, __m512i m) {
    __m512i q = _mm512_cvttpd_epi64(_mm512_div_pd(approximate, _mm512_cvtepu64_pd(m)));
    const __m512i remainder = _mm512_sub_epi64(low_bits, _mm512_mullo_epi64(q, m));
    const __m512i one = _mm512_set1_epi64(1);
    q = _mm512_mask_sub_epi64(q, _mm512_movepi64_mask(remainder), q, one);
    return _mm512_mask_add_epi64(q, _mm512_cmpge_epi64_mask(remainder, m), q, one);
}

/// Eight candidates: m and the lanes with coefficient +1.
struct EightLeaves {
    __m512i m;
    __mmask8 plus;
};

class CandidateReader {
  public:
    explicit CandidateReader(const Candidates& candidates)
        : values_(candidates.values),
          base_(_mm512_set1_epi64(static_cast<long long>(candidates.base))),
          shift_(_mm_cvtsi32_si128(candidates.prime ? 0 : 1)),
          sign_(_mm512_set1_epi64(candidates.prime ? 0 : 1)),
          always_plus_(candidates.prime ? 0xff : 0) {}

    [[nodiscard]] EightLeaves at(std::size_t i, __mmask8 lanes) const {
        // an unused lane divides by 1 << 20: any number of m's size does
        const __m256i values =
            _mm256_mask_loadu_epi32(_mm256_set1_epi32(1 << 20), lanes, values_ + i);
        const __m512i wide = _mm512_cvtepu32_epi64(values);
        return {_mm512_add_epi64(base_, _mm512_srl_epi64(wide, shift_)),
                static_cast<__mmask8>(_mm512_test_epi64_mask(wide, sign_) | always_plus_)};
    }

  private:
    const std::uint32_t* values_;
    __m512i base_;
    __m128i shift_;
    __m512i sign_;
    __mmask8 always_plus_;
};

inline __mmask8 lanes_of(std::size_t left) {
    return left >= 8 ? __mmask8{0xff} : static_cast<__mmask8>((1U << left) - 1);
}

struct EightPlaces {
    __m512i byte;
    __m512i bits; // of that byte
};

/// place_of() for offsets below 2^32: 0x88888889 / 2^36 rounds 1 / 30 up by less than 2^-37.
inline EightPlaces places_of(__m512i offsets) {
    const __m512i byte =
        _mm512_srli_epi64(_mm512_mul_epu32(offsets, _mm512_set1_epi64(0x88888889)), 36);
    const __m512i thirty = _mm512_sub_epi64(_mm512_slli_epi64(byte, 5), _mm512_slli_epi64(byte, 1));
    const __m512i residue = _mm512_sub_epi64(offsets, thirty);
    return {byte, _mm512_permutexvar_epi8(residue, load(counts_of_residues.bytes.data()))};
}

/// Where each of eight leaves finds its mask and its counter.
struct Masked {
    alignas(64) std::array<std::uint64_t, 8> unit; // line or group
    alignas(64) std::array<std::uint64_t, 8> mask; // offset in the sliding masks
};

inline void locate(__m512i offsets, unsigned unit_shift, Masked& result) {
    const EightPlaces place = places_of(offsets);
    const __m512i in_unit =
        _mm512_and_si512(place.byte, _mm512_set1_epi64((1LL << unit_shift) - 1));
    const __m512i row = _mm512_mul_epu32(place.bits, _mm512_set1_epi64(mask_row));
    _mm512_store_si512(
        result.unit.data(),
        _mm512_srl_epi64(place.byte, _mm_cvtsi32_si128(static_cast<int>(unit_shift))));
    _mm512_store_si512(
        result.mask.data(),
        _mm512_sub_epi64(_mm512_add_epi64(row, _mm512_set1_epi64(mask_centre)), in_unit));
}

/// Adds sign times 32 counts of 16 bits to 16 sums of 32 bits. 2^20 leaves times 2 (512 + 16) or
/// less per lane stay below 2^31.
inline __m512i add_signed(__m512i sums, __m512i counts, bool plus) {
    return _mm512_dpwssd_epi32(sums, counts, _mm512_set1_epi16(plus ? 1 : -1));
}

inline __m512i masked_count(const std::uint8_t* bitmap, const std::uint8_t* mask) {
    return _mm512_popcnt_epi16(_mm512_and_si512(load(bitmap), load_any(mask)));
}

/// 32 partial counts of what a mask keeps of a group.
inline __m512i masked_group_count(const std::uint8_t* group, const std::uint8_t* mask) {
    __m512i even = masked_count(group, mask);
    __m512i odd = masked_count(group + 64, mask + 64);
    for (std::size_t i = 128; i < group_bytes; i += 128) {
        even = _mm512_add_epi16(even, masked_count(group + i, mask + i));
        odd = _mm512_add_epi16(odd, masked_count(group + i + 64, mask + i + 64));
    }
    return _mm512_add_epi16(even, odd);
}

WeightedSum leaves_by_groups_512(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                                 const std::uint8_t* block, const GroupCounts& counts) {
    const CandidateReader reader(m);
    const __m512d approximate = _mm512_set1_pd(numerator.approximate);
    const __m512i low_bits = _mm512_set1_epi64(static_cast<long long>(numerator.low_bits));
    const __m512i origin = _mm512_set1_epi64(static_cast<long long>(low));
    __m512i sums = _mm512_setzero_si512();
    WeightedSum result;
    Masked where;
    for (std::size_t i = 0; i < m.size; i += 8) {
        const __mmask8 lanes = lanes_of(m.size - i);
        const EightLeaves leaves = reader.at(i, lanes);
        const __m512i n = exact_quotients(approximate, low_bits, leaves.m);
        locate(_mm512_sub_epi64(n, origin), 9, where);
        const std::size_t here = count_bits(lanes);
        for (std::size_t j = 0; j < here; ++j) {
            const bool plus = (leaves.plus >> j & 1) != 0;
            const std::uint8_t* const group = block + where.unit[j] * group_bytes;
            const std::uint8_t* const mask = sliding_masks.bytes.data() + where.mask[j];
            sums = add_signed(sums, masked_group_count(group, mask), plus);
            const auto before = static_cast<std::int64_t>(counts[where.unit[j]]);
            result.sum += plus ? before : -before;
        }
        const auto plus = static_cast<std::int64_t>(count_bits(leaves.plus & lanes));
        result.weight += 2 * plus - static_cast<std::int64_t>(here);
    }
    result.sum += _mm512_reduce_add_epi64(
        _mm512_add_epi64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(sums)),
                         _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(sums, 1))));
    return result;
}

WeightedSum leaves_by_lines_512(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                                const std::uint8_t* segment, const std::uint16_t* line_counts,
                                const std::uint32_t* superlines) {
    const CandidateReader reader(m);
    const __m512d approximate = _mm512_set1_pd(numerator.approximate);
    const __m512i low_bits = _mm512_set1_epi64(static_cast<long long>(numerator.low_bits));
    const __m512i origin = _mm512_set1_epi64(static_cast<long long>(low));
    __m512i sums = _mm512_setzero_si512();
    WeightedSum result;
    Masked where;
    for (std::size_t i = 0; i < m.size; i += 8) {
        const __mmask8 lanes = lanes_of(m.size - i);
        const EightLeaves leaves = reader.at(i, lanes);
        const __m512i n = exact_quotients(approximate, low_bits, leaves.m);
        locate(_mm512_sub_epi64(n, origin), 6, where);
        const std::size_t here = count_bits(lanes);
        for (std::size_t j = 0; j < here; ++j) {
            const bool plus = (leaves.plus >> j & 1) != 0;
            const std::uint64_t line = where.unit[j];
            const std::uint64_t superline = line / superline_lines;
            const auto lines_before = static_cast<__mmask32>((1U << (line % superline_lines)) - 1);
            const __m512i of_lines =
                _mm512_maskz_loadu_epi16(lines_before, line_counts + superline * superline_lines);
            const __m512i of_line = masked_count(segment + line * line_bytes,
                                                 sliding_masks.bytes.data() + where.mask[j]);
            sums = add_signed(sums, _mm512_add_epi16(of_lines, of_line), plus);
            const std::int64_t before = superlines[superline];
            result.sum += plus ? before : -before;
        }
        const auto plus = static_cast<std::int64_t>(count_bits(leaves.plus & lanes));
        result.weight += 2 * plus - static_cast<std::int64_t>(here);
    }
    result.sum += _mm512_reduce_add_epi64(
        _mm512_add_epi64(_mm512_cvtepi32_epi64(_mm512_castsi512_si256(sums)),
                         _mm512_cvtepi32_epi64(_mm512_extracti64x4_epi64(sums, 1))));
    return result;
}

inline __m512i counts_by_ranks(__m512i offsets, __mmask8 lanes, const std::uint64_t* ranks) {
    const EightPlaces place = places_of(offsets);
    const __m512i entries = _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), lanes,
                                                        _mm512_srli_epi64(place.byte, 2), ranks, 8);
    const __m512i in_word =
        _mm512_slli_epi64(_mm512_and_si512(place.byte, _mm512_set1_epi64(3)), 3);
    const __m512i shift =
        _mm512_sub_epi64(_mm512_sub_epi64(_mm512_set1_epi64(64), place.bits), in_word);
    return _mm512_add_epi64(_mm512_srli_epi64(entries, 32),
                            _mm512_popcnt_epi64(_mm512_sllv_epi64(entries, shift)));
}

/// The double quotient t is off by less than 4.5e-16 t, so where trunc(t - e) = trunc(t + e) for an
/// e beyond that, it is the exact floor; the rare other lanes take the long way.
WeightedSum leaves_by_ranks_512(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                                std::uint64_t high, const std::uint64_t* ranks) {
    const CandidateReader reader(m);
    const __m512d approximate = _mm512_set1_pd(numerator.approximate);
    const __m512i low_bits = _mm512_set1_epi64(static_cast<long long>(numerator.low_bits));
    const __m512i origin = _mm512_set1_epi64(static_cast<long long>(low));
    const __m512d error = _mm512_set1_pd(static_cast<double>(high) * 4.5e-16 + 1e-13);
    __m512i all = _mm512_setzero_si512();
    __m512i plus = _mm512_setzero_si512();
    std::int64_t plus_leaves = 0;
    for (std::size_t i = 0; i < m.size; i += 8) {
        const __mmask8 lanes = lanes_of(m.size - i);
        const EightLeaves leaves = reader.at(i, lanes);
        const __m512d t = _mm512_div_pd(approximate, _mm512_cvtepu64_pd(leaves.m));
        __m512i n = _mm512_cvttpd_epi64(_mm512_sub_pd(t, error));
        const __m512i n_above = _mm512_cvttpd_epi64(_mm512_add_pd(t, error));
        if (__builtin_expect(_mm512_cmpneq_epi64_mask(n, n_above) != 0, 0)) {
            n = exact_quotients(approximate, low_bits, leaves.m);
        }
        const __m512i counts = counts_by_ranks(_mm512_sub_epi64(n, origin), lanes, ranks);
        all = _mm512_mask_add_epi64(all, lanes, all, counts);
        plus = _mm512_mask_add_epi64(plus, leaves.plus & lanes, plus, counts);
        plus_leaves += static_cast<std::int64_t>(count_bits(leaves.plus & lanes));
    }
    return {2 * _mm512_reduce_add_epi64(plus) - _mm512_reduce_add_epi64(all),
            2 * plus_leaves - static_cast<std::int64_t>(m.size)};
}

/// SliceTable's fixed-point quotients, eight at a time.
class SliceReader {
  public:
    SliceReader(uint128 xp, const SliceTable& slice)
        : xp_(xp), slice_(slice), numerator_(_mm512_set1_pd(static_cast<double>(xp))),
          shift_(
              _mm512_set1_pd(static_cast<double>(std::uint64_t{1} << (52 - slice.fraction_bits)))),
          origin_(_mm512_set1_epi64(static_cast<long long>(
              bits_of(static_cast<double>(std::uint64_t{1} << (52 - slice.fraction_bits)))
              + ((slice.low - 1) << slice.fraction_bits) - 2))),
          fraction_at_least_4_(_mm512_set1_epi64((1LL << slice.fraction_bits) - 4)),
          to_entry_(_mm_cvtsi32_si128(slice.fraction_bits + 6)),
          to_bit_(_mm_cvtsi32_si128(slice.fraction_bits + 1)) {}

    /// Entries of the table, and how far to shift them to keep the bits above v.
    struct Found {
        __m512i entries;
        __m512i shifts;
    };

    [[nodiscard]] Found find(const double* inverses, __mmask8 lanes) const {
        const __m512d inverse = _mm512_maskz_loadu_pd(lanes, inverses);
        const __m512d moved = _mm512_fmadd_pd(inverse, numerator_, shift_);
        __m512i fixed = _mm512_sub_epi64(_mm512_castpd_si512(moved), origin_);
        const __mmask8 unsure = _mm512_mask_testn_epi64_mask(lanes, fixed, fraction_at_least_4_);
        if (__builtin_expect(unsure != 0, 0)) {
            fixed = divide_out(fixed, unsure, inverses);
        }
        const __m512i entries = _mm512_mask_i64gather_epi64(
            _mm512_setzero_si512(), lanes, _mm512_srl_epi64(fixed, to_entry_), slice_.entries, 8);
        const __m512i shifts =
            _mm512_ternarylogic_epi64(_mm512_srl_epi64(fixed, to_bit_), _mm512_set1_epi64(31),
                                      _mm512_set1_epi64(32), 0xea); // (a & 31) | 32
        return {entries, shifts};
    }

  private:
    [[nodiscard]] __attribute__((noinline)) __m512i divide_out(__m512i fixed, __mmask8 unsure,
                                                               const double* inverses) const {
        alignas(64) std::array<std::uint64_t, 8> lane;
        _mm512_store_si512(lane.data(), fixed);
        for (std::size_t j = 0; j < 8; ++j) {
            if ((unsure >> j & 1) != 0) {
                lane[j] = exact_slice_index(xp_, inverses[j], slice_) << slice_.fraction_bits;
            }
        }
        return load(lane.data());
    }

    uint128 xp_;
    const SliceTable& slice_;
    __m512d numerator_;
    __m512d shift_;
    __m512i origin_;
    __m512i fraction_at_least_4_;
    __m128i to_entry_;
    __m128i to_bit_;
};

std::uint64_t sum_pi_512(uint128 xp, const double* inverses, std::size_t n,
                         const SliceTable& slice) {
    const SliceReader reader(xp, slice);
    const __m512i low_half = _mm512_set1_epi64(0xffffffff);
    __m512i total = _mm512_setzero_si512();
    std::size_t i = 0;
    while (i < n) {
        // the low halves of at most 2^11 entries below 2^28 each stay below 2^64 together with the
        // high halves' carry-free sum, and only their low 32 bits are wanted after each run
        const std::size_t end = n - i > 16384 ? i + 16384 : n;
        __m512i entries = _mm512_setzero_si512();
        __m512i above = _mm512_setzero_si512();
        for (; i < end; i += 8) {
            const SliceReader::Found found = reader.find(inverses + i, lanes_of(end - i));
            entries = _mm512_add_epi64(entries, found.entries);
            above = _mm512_add_epi64(
                above, _mm512_popcnt_epi64(_mm512_srlv_epi64(found.entries, found.shifts)));
        }
        total =
            _mm512_add_epi64(total, _mm512_sub_epi64(_mm512_and_si512(entries, low_half), above));
        i = end;
    }
    return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(total));
}

PRIMERANK_TARGET_END

} // namespace

const Kernels& avx512_kernels() {
    static constexpr Kernels table = {
        InstructionSet::avx512, lay_patterns_512,    and_pattern_512,     count_groups,
        count_lines_512,        add_superlines_512,  build_ranks_512,     select_factors_512,
        leaves_by_groups_512,   leaves_by_lines_512, leaves_by_ranks_512, sum_pi_512,
    };
    return table;
}

} // namespace primerank::pi

#endif
