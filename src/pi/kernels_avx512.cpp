#include "pi/kernels_avx512.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <immintrin.h>

#include <cmath>
#include <cstring>

namespace primerank::pi {
namespace {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

#include "pi/kernels_popcount.inl"
#include "pi/kernels_scalar.inl"
#include "pi/kernels_scalar_slices.inl"

inline __mmask8 lanes_of(std::size_t left) {
    return left >= 8 ? __mmask8{0xff} : static_cast<__mmask8>((1U << left) - 1);
}

/// Quotients v = xp / q of a slice as fixed-point numbers with f = fraction_bits after the point,
/// eight at a time, from the bits of the double 2^(52 - f) + xp (1/q): the error of the two
/// roundings, of the product and of the sum is less than 2 units of 2^-f as long as v < 2^(52 - f).
/// So if (v + 2 units) has a fraction of at least 4 units its integer part is right, and otherwise
/// v is divided out exactly. The slice's origin is taken off in the sum: with
/// c = 2^(52 - f) - (low - 1) + 2 units, a multiple of a unit, xp (1/q) + c lies in
/// [2^(52 - f), 2^(53 - f)), so that the 52 bits of its fraction are the number of units.
class SliceReader {
  public:
    SliceReader(uint128 xp, const SliceTable& slice)
        : xp_(xp), slice_(slice), numerator_(_mm512_set1_pd(static_cast<double>(xp))),
          to_entry_(_mm512_set1_epi64(1LL << (52 - slice.fraction_bits - 6))),
          to_bit_(_mm512_set1_epi64(slice.fraction_bits + 1)),
          sure_bits_(_mm512_set1_epi64((1LL << slice.fraction_bits) - 4)) {
        const auto shift = static_cast<double>(std::uint64_t{1} << (52 - slice.fraction_bits));
        const double unit = 1 / static_cast<double>(std::uint64_t{1} << slice.fraction_bits);
        shift_ = _mm512_set1_pd(shift - static_cast<double>(slice.low) + 1 + 2 * unit);
    }

    /// Entries of the table, and how far to shift them to keep the bits above v.
    struct Found {
        __m512i entries;
        __m512i shifts;
    };

    [[nodiscard]] Found find(const double* inverses, __mmask8 lanes) const {
        const __m512d inverse = _mm512_maskz_loadu_pd(lanes, inverses);
        __m512i fixed = _mm512_castpd_si512(_mm512_fmadd_pd(inverse, numerator_, shift_));
        const __mmask8 unsure = _mm512_mask_testn_epi64_mask(lanes, fixed, sure_bits_);
        if (__builtin_expect(unsure != 0, 0)) {
            fixed = divide_out(fixed, unsure, inverses);
        }
        // 52 bits times 2^(46 - f), shifted down by 52: shifted down by f + 6, without the exponent
        const __m512i zero = _mm512_setzero_si512();
        const __m512i index = _mm512_madd52hi_epu64(zero, fixed, to_entry_);
        const __m512i entries =
            _mm512_mask_i64gather_epi64(zero, lanes, index, slice_.entries.data(), 8);
        const __m512i shifts =
            _mm512_ternarylogic_epi64(_mm512_srlv_epi64(fixed, to_bit_), _mm512_set1_epi64(31),
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
        return _mm512_load_si512(lane.data());
    }

    uint128 xp_;
    const SliceTable& slice_;
    __m512d numerator_;
    __m512i to_entry_;
    __m512i to_bit_;
    __m512i sure_bits_;
    __m512d shift_;
};

std::uint64_t fill_slice_together(const std::uint32_t* odd_words, std::size_t n,
                                  SliceTable& slice) {
    std::uint64_t* const entries = slice.entries.data();
    std::uint64_t primes = 0;
    for (std::size_t i = 0; i < n; ++i) {
        // The last of 32 odd numbers is the first of the next entry.
        const std::uint64_t bits = odd_words[i] & 0x7fffffff;
        entries[i] = bits << 32 | (primes + popcount(bits));
        primes += popcount(odd_words[i]);
    }
    entries[n] = primes;
    return primes;
}

/// A slice has at most 2^24 numbers, so the low halves of its entries, counts of primes, are below
/// 2^21: 2^11 of them may be added up before the high halves are cut off.
constexpr std::size_t leaves_in_a_run = 8 << 11;

std::uint64_t sum_pi_512(uint128 xp, const double* inverses, std::size_t n,
                         const SliceTable& slice) {
    const SliceReader reader(xp, slice);
    const __m512i low_half = _mm512_set1_epi64(0xffffffff);
    __m512i total = _mm512_setzero_si512();
    std::size_t i = 0;
    while (i < n) {
        const std::size_t end = n - i > leaves_in_a_run ? i + leaves_in_a_run : n;
        __m512i entries = _mm512_setzero_si512();
        __m512i above = _mm512_setzero_si512();
        for (; i + 8 <= end; i += 8) {
            const SliceReader::Found found = reader.find(inverses + i, 0xff);
            const __m512i bits = _mm512_srlv_epi64(found.entries, found.shifts);
            entries = _mm512_add_epi64(entries, found.entries);
            above = _mm512_add_epi64(above, _mm512_popcnt_epi64(bits));
        }
        if (i < end) {
            const SliceReader::Found found = reader.find(inverses + i, lanes_of(end - i));
            const __m512i bits = _mm512_srlv_epi64(found.entries, found.shifts);
            entries = _mm512_add_epi64(entries, found.entries);
            above = _mm512_add_epi64(above, _mm512_popcnt_epi64(bits));
            i = end;
        }
        const __m512i up_to_ends = _mm512_and_si512(entries, low_half);
        total = _mm512_add_epi64(total, _mm512_sub_epi64(up_to_ends, above));
    }
    return static_cast<std::uint64_t>(_mm512_reduce_add_epi64(total));
}

PRIMERANK_TARGET_END

template <class Signs>
constexpr Kernels table = {
    InstructionSet::avx512,
    TableLayout::together,
    0.6,
    avx512::BitmapKernels<Signs>::lay_patterns,
    avx512::BitmapKernels<Signs>::and_pattern,
    count_groups<Signs>,
    avx512::BitmapKernels<Signs>::count_lines,
    avx512::add_superlines,
    avx512::BitmapKernels<Signs>::build_ranks,
    avx512::RankKernels<Signs>::survivors_up_to,
    avx512::select_factors,
    avx512::MaskKernels<Signs>::leaves_by_groups,
    avx512::MaskKernels<Signs>::leaves_by_lines,
    avx512::RankKernels<Signs>::leaves,
    avx512::RankKernels<Signs>::by_inverses,
    fill_slice_together,
    sum_pi_512,
};

} // namespace

const KernelTables& avx512_kernels() {
    static constexpr KernelTables tables = {table<Unsigned>, table<Signed>};
    return tables;
}

} // namespace primerank::pi

#endif
