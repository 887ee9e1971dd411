#include "pi/kernels_avx512_candidates.hpp"

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

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

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
template <class Signs>
inline __m512i masked_count(Signs signs, const std::uint8_t* line, const std::uint8_t* mask) {
    const __m512i kept = load_any(mask);
    if constexpr (Signs::flipped == 0) {
        return _mm512_popcnt_epi16(_mm512_and_si512(load(line), kept));
    } else {
        const __m512i flips = _mm512_set1_epi64(static_cast<long long>(signs.flips));
        const __m512i flipped = _mm512_xor_si512(load(line), flips);
        return _mm512_sub_epi16(_mm512_popcnt_epi16(_mm512_and_si512(flipped, kept)),
                                _mm512_popcnt_epi16(_mm512_and_si512(flips, kept)));
    }
}

template <class Signs>
inline __m512i masked_group_count(Signs signs, const std::uint8_t* group,
                                  const std::uint8_t* mask) {
    __m512i even = masked_count(signs, group, mask);
    __m512i odd = masked_count(signs, group + 64, mask + 64);
    for (std::size_t i = 128; i < group_bytes; i += 128) {
        even = _mm512_add_epi16(even, masked_count(signs, group + i, mask + i));
        odd = _mm512_add_epi16(odd, masked_count(signs, group + i + 64, mask + i + 64));
    }
    return _mm512_add_epi16(even, odd);
}

/// What leaves count in a block, from the counts of its groups on.
template <class Signs>
struct GroupCounter {
    static constexpr unsigned unit_shift = 9;
    Signs signs;
    const std::uint8_t* block;
    const GroupCounts& counts;

    [[nodiscard]] std::int64_t before(std::uint64_t group) const { return counts[group]; }
    [[nodiscard]] __m512i inside(std::uint64_t group, const std::uint8_t* mask) const {
        return masked_group_count(signs, block + group * group_bytes, mask);
    }
};

/// The same in a segment, from the counts of its superlines and lines on.
template <class Signs>
struct LineCounter {
    static constexpr unsigned unit_shift = 6;
    Signs signs;
    const std::uint8_t* segment;
    const std::int16_t* line_counts;
    const std::int32_t* superlines;

    [[nodiscard]] std::int64_t before(std::uint64_t line) const {
        return superlines[line / superline_lines];
    }
    [[nodiscard]] __m512i inside(std::uint64_t line, const std::uint8_t* mask) const {
        const auto lines_before = static_cast<__mmask32>((1U << (line % superline_lines)) - 1);
        const __m512i lines = _mm512_maskz_loadu_epi16(
            lines_before, line_counts + line / superline_lines * superline_lines);
        return _mm512_add_epi16(lines, masked_count(signs, segment + line * line_bytes, mask));
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

template <class Signs>
WeightedSum MaskKernels<Signs>::leaves_by_groups(const Candidates& m, const Numerator& numerator,
                                                 std::uint64_t low, MinusPlaces minus,
                                                 const std::uint8_t* block,
                                                 const GroupCounts& counts) {
    return sum_one_by_one(m, Quotients(numerator, low, low),
                          GroupCounter<Signs>{Signs(minus), block, counts});
}

template <class Signs>
WeightedSum MaskKernels<Signs>::leaves_by_lines(const Candidates& m, const Numerator& numerator,
                                                std::uint64_t low, MinusPlaces minus,
                                                const std::uint8_t* segment,
                                                const std::int16_t* line_counts,
                                                const std::int32_t* superlines) {
    return sum_one_by_one(m, Quotients(numerator, low, low),
                          LineCounter<Signs>{Signs(minus), segment, line_counts, superlines});
}

template struct MaskKernels<Unsigned>;
template struct MaskKernels<Signed>;

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx512

#endif
