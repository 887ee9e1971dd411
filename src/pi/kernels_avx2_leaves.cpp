#include "pi/kernels_avx2.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <array>
#include <cmath>
#include <cstring>

namespace primerank::pi::avx2 {
namespace {

/// For a number's place among the 120 of a 32-bit word of the bitmap: how far to shift the word's
/// bits up to keep, of 64, those up to that number.
constexpr std::array<long long, 120> word_shifts = [] {
    std::array<long long, 120> shifts{};
    for (std::size_t r = 0; r < 120; ++r) {
        shifts[r] = 64 - 8 * static_cast<long long>(r / 30) - wheel_counts[r % 30];
    }
    return shifts;
}();

/// All ones before the middle, zeros from there on: read 32 - n before its middle, the first n of
/// 32 elements pass.
constexpr std::array<std::uint16_t, 64> first_elements = [] {
    std::array<std::uint16_t, 64> mask{};
    for (std::size_t i = 0; i < 32; ++i) {
        mask[i] = 0xffff;
    }
    return mask;
}();

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

namespace scalar {

#include "pi/kernels_scalar.inl"

} // namespace scalar

/// floor(numerator / m) - low for four m at a time.
class Quotients {
  public:
    Quotients(const Numerator& numerator, std::uint64_t low, std::uint64_t high)
        : numerator_(numerator), low_(low), approximate_(_mm256_set1_pd(numerator.approximate)),
          low_double_(_mm256_set1_pd(static_cast<double>(low))) {
        const double error = static_cast<double>(high) * 4.5e-16 + 1e-13;
        shift_ = _mm256_set1_pd(0x1p26 + error);
        // in units of 2^-26, rounded up to a power of two
        long long unsure = 4;
        while (static_cast<double>(unsure) < 2 * error * 0x1p26 + 2) {
            unsure *= 2;
        }
        sure_bits_ = _mm256_set1_epi64x(((1LL << 26) - 1) & -unsure);
    }

    /// The double quotient t is off by less than e = 4.5e-16 t. t - low is exact, and in
    /// 2^26 + (t - low + e) the lower 26 bits of the fraction are fraction, those above integer. If
    /// that fraction is at least 2 e (and the rounding), the integer is right.
    [[nodiscard]] __m256i of(__m256d m) const {
        const __m256d t = _mm256_div_pd(approximate_, m);
        const __m256i fixed =
            _mm256_castpd_si256(_mm256_add_pd(_mm256_sub_pd(t, low_double_), shift_));
        const __m256i unsure =
            _mm256_cmpeq_epi64(_mm256_and_si256(fixed, sure_bits_), _mm256_setzero_si256());
        if (__builtin_expect(_mm256_movemask_epi8(unsure) != 0, 0)) {
            return exact(m);
        }
        return _mm256_and_si256(_mm256_srli_epi64(fixed, 26), _mm256_set1_epi64x((1LL << 26) - 1));
    }

  private:
    [[nodiscard]] __attribute__((noinline)) __m256i exact(__m256d m) const {
        alignas(32) std::array<double, 4> divisors;
        alignas(32) std::array<std::uint64_t, 4> offsets;
        _mm256_store_pd(divisors.data(), m);
        for (std::size_t j = 0; j < 4; ++j) {
            offsets[j] = quotient(numerator_, static_cast<std::uint64_t>(divisors[j])) - low_;
        }
        return load_any(offsets.data());
    }

    Numerator numerator_;
    std::uint64_t low_;
    __m256d approximate_;
    __m256d low_double_;
    __m256d shift_;
    __m256i sure_bits_;
};

/// For n < 2^26: ceil(2^37 / 120) / 2^37 rounds 1 / 120 up by less than 2^-37, too little to reach
/// the next multiple of 1 / 120.
inline __m256i counts_by_ranks(__m256i n, const std::uint64_t* ranks) {
    const __m256i c = _mm256_set1_epi64x((1LL << 37) / 120 + 1);
    const __m256i word = _mm256_srli_epi64(_mm256_mul_epu32(n, c), 37);
    const __m256i times_120 =
        _mm256_sub_epi64(_mm256_slli_epi64(word, 7), _mm256_slli_epi64(word, 3));
    const __m256i shifts =
        _mm256_i64gather_epi64(word_shifts.data(), _mm256_sub_epi64(n, times_120), 8);
    const __m256i entries =
        _mm256_i64gather_epi64(reinterpret_cast<const long long*>(ranks), word, 8);
    return _mm256_add_epi64(_mm256_srli_epi64(entries, 32),
                            bits_in_lanes(_mm256_sllv_epi64(entries, shifts)));
}

/// Four values of 32 bits without a sign as doubles: as the lower half of 2^52 + value.
inline __m256d to_doubles(__m128i values) {
    const __m256d magic = _mm256_set1_pd(0x1p52);
    const __m256i bits = _mm256_or_si256(_mm256_cvtepu32_epi64(values), _mm256_castpd_si256(magic));
    return _mm256_sub_pd(_mm256_castsi256_pd(bits), magic);
}

/// As CountByLines, with the lines of a superline added up in two vectors.
struct CountByLines256 {
    const std::uint8_t* segment;
    const std::uint16_t* line_counts;
    const std::uint32_t* superlines;

    std::uint64_t operator()(scalar::Place place) const {
        const std::uint64_t line = place.byte / line_bytes;
        const std::uint64_t superline = line / superline_lines;
        const std::uint16_t* const counts = line_counts + superline * superline_lines;
        const std::uint16_t* const mask = first_elements.data() + 32 - line % superline_lines;
        const __m256i kept =
            _mm256_add_epi16(_mm256_and_si256(load_any(counts), load_any(mask)),
                             _mm256_and_si256(load_any(counts + 16), load_any(mask + 16)));
        const __m256i pairs = _mm256_madd_epi16(kept, _mm256_set1_epi16(1));
        const __m256i sums = _mm256_add_epi64(
            _mm256_srli_epi64(pairs, 32), _mm256_and_si256(pairs, _mm256_set1_epi64x(0xffffffff)));
        return superlines[superline] + sum_of_lanes(sums)
               + scalar::count_from(segment, line_bytes * line, place);
    }
};

/// No byte counts more than 8 bits a time, so 31 vectors may be added up before bytes overflow.
constexpr std::size_t leaves_in_a_run = 124;

} // namespace

WeightedSum leaves_by_ranks(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                            std::uint64_t high, const std::uint64_t* ranks) {
    const Quotients quotients(numerator, low, high);
    const __m256d base = _mm256_set1_pd(static_cast<double>(m.base));
    const __m256i one = _mm256_set1_epi64x(1);
    __m256i all = _mm256_setzero_si256();
    __m256i plus = _mm256_setzero_si256();
    __m256i plus_leaves = _mm256_setzero_si256();
    std::size_t i = 0;
    if (m.composites != nullptr) {
        for (; i + 4 <= m.size; i += 4) {
            const __m128i values = _mm_cvtepu16_epi32(
                _mm_loadl_epi64(reinterpret_cast<const __m128i*>(m.composites + i)));
            const __m256d offset = _mm256_cvtepi32_pd(_mm_srli_epi32(values, 1));
            const __m256i counts =
                counts_by_ranks(quotients.of(_mm256_add_pd(base, offset)), ranks);
            const __m256i is_plus = _mm256_and_si256(_mm256_cvtepu32_epi64(values), one);
            const __m256i mask = _mm256_sub_epi64(_mm256_setzero_si256(), is_plus);
            all = _mm256_add_epi64(all, counts);
            plus = _mm256_add_epi64(plus, _mm256_and_si256(counts, mask));
            plus_leaves = _mm256_add_epi64(plus_leaves, is_plus);
        }
    } else {
        for (; i + 4 <= m.size; i += 4) {
            const __m128i values = _mm_loadu_si128(reinterpret_cast<const __m128i*>(m.primes + i));
            const __m256d prime = _mm256_add_pd(base, to_doubles(values));
            plus = _mm256_add_epi64(plus, counts_by_ranks(quotients.of(prime), ranks));
            plus_leaves = _mm256_add_epi64(plus_leaves, one);
        }
        all = plus;
    }
    const auto done = static_cast<std::int64_t>(i);
    const Candidates rest = {m.composites != nullptr ? m.composites + i : nullptr,
                             m.primes != nullptr ? m.primes + i : nullptr, m.size - i, m.base};
    WeightedSum result = scalar::leaves_by_ranks(rest, numerator, low, high, ranks);
    const auto plus_sum = static_cast<std::int64_t>(sum_of_lanes(plus));
    const auto plus_weight = static_cast<std::int64_t>(sum_of_lanes(plus_leaves));
    result += {2 * plus_sum - static_cast<std::int64_t>(sum_of_lanes(all)), 2 * plus_weight - done};
    return result;
}

WeightedSum leaves_by_lines(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                            const std::uint8_t* segment, const std::uint16_t* line_counts,
                            const std::uint32_t* superlines) {
    return scalar::sum_leaves(m, numerator, low, CountByLines256{segment, line_counts, superlines});
}

std::uint64_t sum_pi(uint128 xp, const double* inverses, std::size_t n, const SliceTable& slice) {
    const int f = slice.fraction_bits;
    const auto shift = static_cast<double>(std::uint64_t{1} << (52 - f));
    const __m256d numerators = _mm256_set1_pd(static_cast<double>(xp));
    const __m256d shift_vector = _mm256_set1_pd(shift);
    const __m256i origin = _mm256_set1_epi64x(
        static_cast<long long>(scalar::bits_of(shift) + ((slice.low - 1) << f) - 2));
    const __m256i sure_bits = _mm256_set1_epi64x((1LL << f) - 4);
    const __m256i low_half = _mm256_set1_epi64x(0xffffffff);
    const __m128i to_entry = _mm_cvtsi32_si128(f + 6);
    const __m128i to_bit = _mm_cvtsi32_si128(f + 1);
    const auto* const table = reinterpret_cast<const long long*>(slice.entries);
    std::uint64_t rest = 0;
    __m256i total = _mm256_setzero_si256();
    std::size_t i = 0;
    while (i + 4 <= n) {
        const std::size_t end = n - i > leaves_in_a_run ? i + leaves_in_a_run : n;
        __m256i entries = _mm256_setzero_si256();
        __m256i above = _mm256_setzero_si256();
        for (; i + 4 <= end; i += 4) {
            const __m256d moved =
                _mm256_fmadd_pd(_mm256_loadu_pd(inverses + i), numerators, shift_vector);
            const __m256i fixed = _mm256_sub_epi64(_mm256_castpd_si256(moved), origin);
            const __m256i unsure =
                _mm256_cmpeq_epi64(_mm256_and_si256(fixed, sure_bits), _mm256_setzero_si256());
            if (__builtin_expect(_mm256_movemask_epi8(unsure) != 0, 0)) {
                rest += scalar::sum_pi(xp, inverses + i, 4, slice);
                continue;
            }
            const __m256i entry =
                _mm256_i64gather_epi64(table, _mm256_srl_epi64(fixed, to_entry), 8);
            const __m256i bit =
                _mm256_and_si256(_mm256_srl_epi64(fixed, to_bit), _mm256_set1_epi64x(31));
            const __m256i bits = _mm256_srlv_epi64(_mm256_srli_epi64(entry, 32), bit);
            entries = _mm256_add_epi64(entries, _mm256_and_si256(entry, low_half));
            above = _mm256_add_epi8(above, bits_in_bytes(bits));
        }
        total = _mm256_add_epi64(total, entries);
        total = _mm256_sub_epi64(total, _mm256_sad_epu8(above, _mm256_setzero_si256()));
    }
    return sum_of_lanes(total) + rest + scalar::sum_pi(xp, inverses + i, n - i, slice);
}

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx2

#endif
