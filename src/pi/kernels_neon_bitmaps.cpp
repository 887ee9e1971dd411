#include "pi/kernels_neon.hpp"

#if PRIMERANK_NEON

#include "pi/selection.hpp"

#include <arm_neon.h>

#include <cstring>

namespace primerank::pi::neon {
namespace {

namespace scalar {

#include "pi/kernels_popcount.inl"
#include "pi/kernels_scalar.inl"

} // namespace scalar

constexpr std::size_t vector_bytes = 16;

/// The bits of a vector that count, in bytes.
template <class Signs>
uint8x16_t count_in_bytes(Signs signs, uint8x16_t bits) {
    if constexpr (Signs::flipped != 0) {
        bits = veorq_u8(bits, vreinterpretq_u8_u64(vdupq_n_u64(signs.flips)));
    }
    return vcntq_u8(bits);
}

/// What `vectors` vectors count, at most 31: bytes hold 8 bits of each.
template <class Signs>
std::int64_t count_vectors(Signs signs, const std::uint8_t* from, std::size_t vectors) {
    uint8x16_t sums = vdupq_n_u8(0);
    for (std::size_t i = 0; i < vectors; ++i) {
        sums = vaddq_u8(sums, count_in_bytes(signs, vld1q_u8(from + vector_bytes * i)));
    }
    const auto flipped = static_cast<std::int64_t>(vectors) * (2 * Signs::flipped);
    return std::int64_t{vaddlvq_u8(sums)} - flipped;
}

/// See scalar::Group.
struct GroupOfVectors {
    template <class Signs>
    static std::int64_t and_both(Signs signs, std::uint8_t* group, const std::uint8_t* a,
                                 const std::uint8_t* b) {
        uint8x16_t sums[2] = {};
        for (std::size_t i = 0; i < group_bytes; i += 2 * vector_bytes) {
            uint8x16_t both[2];
            for (std::size_t k = 0; k < 2; ++k) {
                const std::size_t at = i + vector_bytes * k;
                both[k] = vandq_u8(vld1q_u8(a + at), vld1q_u8(b + at));
            }
            for (std::size_t k = 0; k < 2; ++k) {
                vst1q_u8(group + i + vector_bytes * k, both[k]);
                sums[k] = vaddq_u8(sums[k], count_in_bytes(signs, both[k]));
            }
        }
        constexpr std::int64_t flipped = group_bytes / 8 * Signs::flipped;
        return std::int64_t{vaddlvq_u8(sums[0])} + vaddlvq_u8(sums[1]) - flipped;
    }
};

constexpr std::array<std::uint16_t, 8> lane_bits = {1, 2, 4, 8, 16, 32, 64, 128};

/// The lowest eight bits, one in each of eight 16-bit lanes.
uint16x8_t bits_as_lanes(std::uint32_t bits) {
    const uint16x8_t all = vdupq_n_u16(static_cast<std::uint16_t>(bits & 255));
    return vshrq_n_u16(vtstq_u16(all, vld1q_u16(lane_bits.data())), 15);
}

template <class Signs>
struct CountByGroups {
    Signs signs;
    const std::uint8_t* block;
    const GroupCounts& counts;

    std::int64_t operator()(scalar::Place place) const {
        const std::uint64_t group = place.byte / group_bytes;
        const std::uint64_t first = group * group_bytes;
        const std::uint64_t vectors = (place.byte - first) / vector_bytes;
        return counts[group] + count_vectors(signs, block + first, vectors)
               + scalar::count_from(signs, block, first + vector_bytes * vectors, place);
    }
};

} // namespace

template <class Signs>
void BitmapKernels<Signs>::lay_patterns(std::uint8_t* block, std::size_t groups, Pattern first,
                                        std::uint32_t first_phase, Pattern second,
                                        std::uint32_t second_phase, MinusPlaces minus,
                                        GroupCounts& counts) {
    scalar::lay_patterns<Signs, GroupOfVectors>(block, groups, first, first_phase, second,
                                                second_phase, minus, counts);
}

template <class Signs>
void BitmapKernels<Signs>::and_pattern(std::uint8_t* block, std::size_t groups, Pattern pattern,
                                       std::uint32_t phase, MinusPlaces minus,
                                       GroupCounts& counts) {
    scalar::and_pattern<Signs, GroupOfVectors>(block, groups, pattern, phase, minus, counts);
}

template <class Signs>
void BitmapKernels<Signs>::count_groups(const std::uint8_t* block, std::size_t groups,
                                        MinusPlaces minus, GroupCounts& counts) {
    constexpr std::size_t half = group_bytes / vector_bytes / 2;
    const Signs signs(minus);
    for (std::size_t g = 0; g < groups; ++g) {
        const std::uint8_t* const group = block + group_bytes * g;
        counts[g] = count_vectors(signs, group, half)
                    + count_vectors(signs, group + half * vector_bytes, half);
    }
    scalar::to_prefix(counts, groups);
}

template <class Signs>
std::int64_t BitmapKernels<Signs>::count_lines(const std::uint8_t* segment, std::size_t lines,
                                               MinusPlaces minus, std::int16_t* counts) {
    const Signs signs(minus);
    std::int64_t total = 0;
    for (std::size_t line = 0; line < lines; ++line) {
        const std::int64_t n =
            count_vectors(signs, segment + line_bytes * line, line_bytes / vector_bytes);
        counts[line] = static_cast<std::int16_t>(n);
        total += n;
    }
    return total;
}

template <class Signs>
void BitmapKernels<Signs>::build_ranks(const std::uint8_t* bitmap, std::size_t lines,
                                       MinusPlaces minus, RankTable& ranks) {
    const Signs signs(minus);
    std::int32_t* const before = ranks.before.data();
    const int32x4_t zero = vdupq_n_s32(0);
    const std::size_t words = line_bytes / 8 * lines;
    int32x4_t sum = zero;
    for (std::size_t i = 0; i < words; i += 4) {
        // Adding neighbours three times leaves a byte for each word.
        const uint8x16_t pairs = vpaddq_u8(count_in_bytes(signs, vld1q_u8(bitmap + 8 * i)),
                                           count_in_bytes(signs, vld1q_u8(bitmap + 8 * i + 16)));
        const uint8x16_t fours = vpaddq_u8(pairs, pairs);
        const uint8x8_t counts = vget_low_u8(vpaddq_u8(fours, fours));
        int32x4_t here = vreinterpretq_s32_u32(vmovl_u16(vget_low_u16(vmovl_u8(counts))));
        if constexpr (Signs::flipped != 0) {
            here = vsubq_s32(here, vdupq_n_s32(Signs::flipped));
        }
        int32x4_t up_to = vaddq_s32(here, vextq_s32(zero, here, 3));
        up_to = vaddq_s32(up_to, vextq_s32(zero, up_to, 2));
        vst1q_s32(before + i, vaddq_s32(sum, vsubq_s32(up_to, here)));
        sum = vaddq_s32(sum, vdupq_laneq_s32(up_to, 3));
    }
    before[words] = vgetq_lane_s32(sum, 0);
    ranks.bitmap = bitmap;
    ranks.minus = minus;
}

template <class Signs>
WeightedSum BitmapKernels<Signs>::leaves_by_groups(const Candidates& m, const Numerator& numerator,
                                                   std::uint64_t low, MinusPlaces minus,
                                                   const std::uint8_t* block,
                                                   const GroupCounts& counts) {
    return scalar::sum_leaves(m, numerator, low, CountByGroups<Signs>{Signs(minus), block, counts});
}

template struct BitmapKernels<Unsigned>;
template struct BitmapKernels<Signed>;

std::size_t select_factors(const std::uint16_t* table, std::uint64_t first, std::uint64_t last,
                           std::uint32_t least_index, MinusPlaces minus, std::uint16_t* values) {
    const std::uint64_t begin = (first + 1) / 120;
    const std::uint64_t end = last / 120;
    const uint16x8_t least = vdupq_n_u16(static_cast<std::uint16_t>(least_index << 1));
    const uint16x8_t places = vld1q_u16(lane_bits.data());
    uint16x8_t doubled[4];
    for (std::size_t j = 0; j < 4; ++j) {
        const uint8x8_t offsets = vld1_u8(wheel_offsets.data() + 8 * j);
        doubled[j] = vorrq_u16(vshll_n_u8(offsets, 1), bits_as_lanes(minus >> (8 * j)));
    }
    const std::uint64_t before = first + 1 - 120 * begin;
    std::uint32_t wanted = before == 0 ? ~0U : ~places_up_to(before - 1);
    std::size_t n = 0;
    for (std::uint64_t i = begin; i <= end; ++i) {
        const std::uint16_t* const entries = table + 32 * i;
        wanted &= i == end ? places_up_to(last - 120 * end) : ~0U;
#pragma GCC unroll 4
        for (std::size_t j = 0; j < 4; ++j) {
            const uint16x8_t entry = vld1q_u16(entries + 8 * j);
            const std::size_t mask =
                vaddvq_u16(vandq_u16(vcgeq_u16(entry, least), places)) & (wanted >> (8 * j) & 255);
            const uint16x8_t value = veorq_u16(doubled[j], vandq_u16(entry, vdupq_n_u16(1)));
            const uint8x16_t order = vld1q_u8(packings.order[mask].data());
            vst1q_u16(values + n,
                      vreinterpretq_u16_u8(vqtbl1q_u8(vreinterpretq_u8_u16(value), order)));
            n += packings.count[mask];
            doubled[j] = vaddq_u16(doubled[j], vdupq_n_u16(240));
        }
        wanted = ~0U;
    }
    return n;
}

} // namespace primerank::pi::neon

#endif
