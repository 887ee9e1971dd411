#include "pi/kernels_neon.hpp"

#if PRIMERANK_NEON

#include "pi/wheel.hpp"

#include <algorithm>
#include <arm_neon.h>
#include <array>
#include <cmath>
#include <cstring>

// Leaves are found as by AVX2, whose sources (kernels_avx2_leaves.cpp, kernels_avx2_slices.cpp) say
// why that is exact; here two quotients are one vector.

namespace primerank::pi::neon {
namespace {

namespace scalar {

#include "pi/kernels_popcount.inl"
#include "pi/kernels_scalar.inl"
#include "pi/kernels_scalar_slices.inl"

} // namespace scalar

/// The bits of a 64-bit word of the bitmap that stand for numbers up to each place among its 240;
/// place 240 has them all, and 255, which is -1, none.
constexpr std::array<std::uint64_t, 256> word_up_to = [] {
    std::array<std::uint64_t, 256> masks{};
    for (std::size_t r = 0; r < 240; ++r) {
        const std::size_t bits = 8 * (r / 30) + wheel_counts[r % 30];
        masks[r] = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    }
    masks[240] = ~std::uint64_t{0};
    return masks;
}();

struct Quotients {
    float64x2_t low;
    float64x2_t high;
};

/// Where divisors come from: four quotients from the i-th on.
template <bool Composite>
struct CandidateSource {
    const Candidates& m;

    [[nodiscard]] Quotients quotients(float64x2_t numerator, std::size_t i) const {
        uint32x4_t offsets;
        if constexpr (Composite) {
            offsets = vshrq_n_u32(vmovl_u16(vld1_u16(m.composites + i)), 1);
        } else {
            offsets = vld1q_u32(m.primes + i);
        }
        const uint64x2_t base = vdupq_n_u64(m.base);
        const uint64x2_t low = vaddw_u32(base, vget_low_u32(offsets));
        const uint64x2_t high = vaddw_high_u32(base, offsets);
        return {vdivq_f64(numerator, vcvtq_f64_u64(low)),
                vdivq_f64(numerator, vcvtq_f64_u64(high))};
    }
};

struct InverseSource {
    const double* inverses;

    [[nodiscard]] Quotients quotients(float64x2_t numerator, std::size_t i) const {
        return {vmulq_f64(numerator, vld1q_f64(inverses + i)),
                vmulq_f64(numerator, vld1q_f64(inverses + i + 2))};
    }
};

/// So many leaves are found together, so that whether all are sure is asked once.
constexpr std::size_t batch = 32;

/// For each leaf of a batch, n = floor(numerator / m) - low as 240 word + place: word is the low
/// half of words[j], place byte 4 of places[j].
struct Found {
    alignas(16) std::array<std::uint64_t, batch> words;
    alignas(16) std::array<std::uint64_t, batch> places;
};

class Finder {
  public:
    Finder(const Numerator& numerator, std::uint64_t low, std::uint64_t high)
        : approximate_(vdupq_n_f64(numerator.approximate)),
          middle_(vdupq_n_f64(static_cast<double>(low + 120))) {
        const double error = static_cast<double>(high) * 4.5e-16 + 1e-9;
        shift_ = vdupq_n_f64(0x1p20 + 120 + error);
        least_sure_ = static_cast<std::uint64_t>(std::min(2 * error + 1e-9, 1.0) * 0x1p32);
    }

    /// A batch from the i-th divisor on; whether all are sure.
    template <class Source>
    [[nodiscard]] bool find(const Source& source, std::size_t i, Found& found) const {
        uint32x4_t least = vdupq_n_u32(~0U);
        for (std::size_t j = 0; j < batch; j += 4) {
            const Quotients t = source.quotients(approximate_, i + j);
            least = vminq_u32(least, place(t.low, &found.words[j], &found.places[j]));
            least = vminq_u32(least, place(t.high, &found.words[j + 2], &found.places[j + 2]));
        }
        return std::min(vgetq_lane_u32(least, 0), vgetq_lane_u32(least, 2)) >= least_sure_;
    }

  private:
    /// Of two quotients; returns the fractions in the even lanes.
    [[nodiscard]] uint32x4_t place(float64x2_t t, std::uint64_t* words,
                                   std::uint64_t* places) const {
        const float64x2_t to_integer = vdupq_n_f64(0x1.8p52);
        const float64x2_t from_middle = vsubq_f64(t, middle_);
        const float64x2_t moved = vfmaq_f64(to_integer, from_middle, vdupq_n_f64(1.0 / 240));
        const float64x2_t word = vsubq_f64(moved, to_integer);
        const float64x2_t there = vaddq_f64(vfmsq_f64(from_middle, vdupq_n_f64(240), word), shift_);
        vst1q_u64(words, vreinterpretq_u64_f64(moved));
        vst1q_u64(places, vreinterpretq_u64_f64(there));
        return vreinterpretq_u32_f64(there);
    }

    float64x2_t approximate_;
    float64x2_t middle_;
    float64x2_t shift_;
    std::uint64_t least_sure_;
};

/// What the ranks' bitmap counts up to the j-th leaf found and the three after it.
template <class Signs>
int32x4_t counts_at(Signs signs, const RankTable& ranks, const Found& found, std::size_t j) {
    uint8x8_t bits[4];
    std::array<std::int32_t, 4> before;
#pragma GCC unroll 4
    for (std::size_t k = 0; k < 4; ++k) {
        const std::uint64_t word = found.words[j + k] & 0xffffffff;
        const std::uint8_t place = found.places[j + k] >> 32 & 0xff;
        bits[k] = vand_u8(vld1_u8(ranks.bitmap + 8 * word), vcreate_u8(word_up_to[place]));
        if constexpr (Signs::flipped != 0) {
            // Of the places that count -1, each bit is 1 when there is none, and counts so too.
            bits[k] = veor_u8(bits[k], vcreate_u8(signs.flips & word_up_to[place]));
        }
        before[k] = ranks.before.data()[word];
    }
    // Adding neighbours three times leaves a byte for each leaf, twice.
    const uint8x16_t low = vcntq_u8(vcombine_u8(bits[0], bits[1]));
    const uint8x16_t high = vcntq_u8(vcombine_u8(bits[2], bits[3]));
    const uint8x16_t pairs = vpaddq_u8(low, high);
    const uint8x16_t fours = vpaddq_u8(pairs, pairs);
    const uint8x8_t counts = vget_low_u8(vpaddq_u8(fours, fours));
    const uint32x4_t wide = vmovl_u16(vget_low_u16(vmovl_u8(counts)));
    int32x4_t sums = vaddq_s32(vreinterpretq_s32_u32(wide), vld1q_s32(before.data()));
    if constexpr (Signs::flipped != 0) {
        std::array<std::int32_t, 4> places;
        for (std::size_t k = 0; k < 4; ++k) {
            const std::uint8_t place = found.places[j + k] >> 32 & 0xff;
            places[k] =
                static_cast<std::int32_t>(scalar::popcount(signs.flips & word_up_to[place]));
        }
        sums = vsubq_s32(sums, vld1q_s32(places.data()));
    }
    return sums;
}

template <class Signs, bool Composite>
WeightedSum sum_by_ranks(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                         std::uint64_t high, const RankTable& ranks) {
    const Signs signs(ranks.minus);
    const Finder finder(numerator, low, high);
    WeightedSum result;
    int64x2_t sum = vdupq_n_s64(0);
    int32x4_t plus = vdupq_n_s32(0);
    Found found;
    for (std::size_t i = 0; i < m.size; i += batch) {
        const std::size_t size = std::min(batch, m.size - i);
        if (size < batch
            || __builtin_expect(!finder.find(CandidateSource<Composite>{m}, i, found), 0)) {
            Candidates part = m;
            part.size = size;
            if constexpr (Composite) {
                part.composites += i;
            } else {
                part.primes += i;
            }
            result += scalar::leaves_by_ranks<Signs>(part, numerator, low, high, ranks);
            continue;
        }
        result.weight -= Composite ? std::int64_t{batch} : -std::int64_t{batch};
        for (std::size_t j = 0; j < batch; j += 4) {
            const int32x4_t counts = counts_at(signs, ranks, found, j);
            if constexpr (Composite) {
                const uint16x4_t values = vld1_u16(m.composites + i + j);
                const int32x4_t is_plus =
                    vreinterpretq_s32_u32(vmovl_u16(vand_u16(values, vdup_n_u16(1))));
                const int32x4_t sign = vsubq_s32(vshlq_n_s32(is_plus, 1), vdupq_n_s32(1));
                plus = vaddq_s32(plus, is_plus);
                sum = vmlal_s32(sum, vget_low_s32(counts), vget_low_s32(sign));
                sum = vmlal_high_s32(sum, counts, sign);
            } else {
                sum = vpadalq_s32(sum, counts);
            }
        }
    }
    result.sum += vaddvq_s64(sum);
    result.weight += 2 * vaddlvq_s32(plus);
    return result;
}

/// So many leaves of a slice are placed together.
constexpr std::size_t slice_batch = 64;

/// floor(t / 2) for the t of SlicePlaces.
using Odds = std::array<std::uint32_t, slice_batch>;

/// For `size` leaves, a multiple of 4; whether all are sure.
bool find_odds(const scalar::SlicePlaces& places, const double* inverses, std::size_t size,
               Odds& odds) {
    using scalar::SlicePlaces;
    constexpr int above_fraction = 32 - SlicePlaces::fraction_bits;
    const float64x2_t shift = vdupq_n_f64(places.shift);
    const float64x2_t numerator = vdupq_n_f64(places.numerator);
    uint32x4_t least = vdupq_n_u32(~0U);
    for (std::size_t j = 0; j < size; j += 4) {
        const uint64x2_t a =
            vreinterpretq_u64_f64(vfmaq_f64(shift, vld1q_f64(inverses + j), numerator));
        const uint64x2_t b =
            vreinterpretq_u64_f64(vfmaq_f64(shift, vld1q_f64(inverses + j + 2), numerator));
        const uint32x4_t low_halves =
            vuzp1q_u32(vreinterpretq_u32_u64(a), vreinterpretq_u32_u64(b));
        least = vminq_u32(least, vshlq_n_u32(low_halves, above_fraction));
        const uint32x4_t halved = vshrn_high_n_u64(vshrn_n_u64(a, SlicePlaces::fraction_bits + 1),
                                                   b, SlicePlaces::fraction_bits + 1);
        vst1q_u32(odds.data() + j, vandq_u32(halved, vdupq_n_u32(SlicePlaces::most_odds)));
    }
    return std::uint64_t{vminvq_u32(least)} >= places.least_sure << above_fraction;
}

/// The sum of pi_in_slice over the first `size`, a multiple of 4: less than 2^32.
std::uint32_t sum_at(const Odds& odds, std::size_t size, const SliceTable& slice) {
    const std::uint64_t* const words = slice.words.data();
    const std::uint32_t* const up_to_end = slice.up_to_end.data();
    std::uint32_t ends = 0;
    uint16x8_t above = vdupq_n_u16(0);
    const auto bits_above = [&](std::size_t i) {
        const std::uint32_t word = odds[i] / 64;
        ends += up_to_end[word];
        return vcreate_u8(words[word] >> (odds[i] % 64));
    };
    for (std::size_t j = 0; j < size; j += 4) {
        for (std::size_t i = j; i < j + 4; i += 2) {
            const uint8x8_t first = bits_above(i);
            above = vpadalq_u8(above, vcntq_u8(vcombine_u8(first, bits_above(i + 1))));
        }
    }
    return ends - vaddlvq_u16(above);
}

} // namespace

template <class Signs>
WeightedSum LeafKernels<Signs>::by_ranks(const Candidates& m, const Numerator& numerator,
                                         std::uint64_t low, std::uint64_t high,
                                         const RankTable& ranks) {
    return m.composites != nullptr ? sum_by_ranks<Signs, true>(m, numerator, low, high, ranks)
                                   : sum_by_ranks<Signs, false>(m, numerator, low, high, ranks);
}

template <class Signs>
std::int64_t LeafKernels<Signs>::by_inverses(uint128 numerator, const double* inverses,
                                             std::size_t n, std::uint64_t low, std::uint64_t high,
                                             const RankTable& ranks) {
    const Signs signs(ranks.minus);
    const Finder finder(Numerator(numerator), low, high);
    std::int64_t sum = 0;
    int64x2_t sums = vdupq_n_s64(0);
    Found found;
    for (std::size_t i = 0; i < n; i += batch) {
        const std::size_t size = std::min(batch, n - i);
        if (size < batch || __builtin_expect(!finder.find(InverseSource{inverses}, i, found), 0)) {
            sum += scalar::sum_by_inverses<Signs>(numerator, inverses + i, size, low, high, ranks);
            continue;
        }
        for (std::size_t j = 0; j < batch; j += 4) {
            sums = vpadalq_s32(sums, counts_at(signs, ranks, found, j));
        }
    }
    return sum + vaddvq_s64(sums);
}

template struct LeafKernels<Unsigned>;
template struct LeafKernels<Signed>;

std::uint64_t sum_pi(uint128 xp, const double* inverses, std::size_t n, const SliceTable& slice) {
    const scalar::SlicePlaces places(xp, slice);
    Odds odds;
    std::uint64_t sum = 0;
    std::size_t i = 0;
    while (i + 4 <= n) {
        const std::size_t size = std::min(slice_batch, (n - i) / 4 * 4);
        const bool sure = find_odds(places, inverses + i, size, odds);
        sum += __builtin_expect(sure, 1) ? sum_at(odds, size, slice)
                                         : scalar::sum_pi(xp, inverses + i, size, slice);
        i += size;
    }
    return sum + scalar::sum_pi(xp, inverses + i, n - i, slice);
}

} // namespace primerank::pi::neon

#endif
