#include "pi/kernels_avx2.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace primerank::pi::avx2 {
namespace {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

namespace scalar {

#include "pi/kernels_popcount.inl"
#include "pi/kernels_scalar.inl"
#include "pi/kernels_scalar_slices.inl"

} // namespace scalar

using scalar::SlicePlaces;

/// So many leaves are placed together, so that whether all are sure is asked once.
constexpr std::size_t batch = 64;

/// floor(t / 2) for the t of SlicePlaces.
using Odds = std::array<std::uint32_t, batch>;

/// SlicePlaces eight at a time.
class Finder {
  public:
    Finder(uint128 xp, const SliceTable& slice) : Finder(SlicePlaces(xp, slice)) {}

    /// For `size` leaves, a multiple of 8, in any order; whether all are sure.
    [[nodiscard]] bool find(const double* inverses, std::size_t size, Odds& odds) const {
        constexpr int above_fraction = 32 - SlicePlaces::fraction_bits;
        const __m256i without_exponent = _mm256_set1_epi32(SlicePlaces::most_odds);
        __m256i least = _mm256_set1_epi32(-1);
        for (std::size_t j = 0; j < size; j += 8) {
            const __m256i a = fixed(inverses + j);
            const __m256i b = fixed(inverses + j + 4);
            least = _mm256_min_epu32(least, _mm256_slli_epi32(a, above_fraction));
            least = _mm256_min_epu32(least, _mm256_slli_epi32(b, above_fraction));
            const __m256 low_halves =
                _mm256_shuffle_ps(halved(a), halved(b), _MM_SHUFFLE(2, 0, 2, 0));
            store_any(odds.data() + j,
                      _mm256_and_si256(_mm256_castps_si256(low_halves), without_exponent));
        }
        const __m256i fractions = _mm256_and_si256(least, _mm256_set1_epi64x(0xffffffff));
        const __m256i unsure = _mm256_cmpgt_epi64(least_sure_, fractions);
        return _mm256_testz_si256(unsure, unsure) != 0;
    }

  private:
    explicit Finder(const SlicePlaces& places)
        : numerator_(_mm256_set1_pd(places.numerator)), shift_(_mm256_set1_pd(places.shift)),
          least_sure_(
              everywhere(std::uint64_t{places.least_sure} << (32 - SlicePlaces::fraction_bits))) {}

    static __m256i everywhere(std::uint64_t x) {
        return _mm256_set1_epi64x(static_cast<long long>(x));
    }

    [[nodiscard]] __m256i fixed(const double* inverses) const {
        const __m256d inverse = _mm256_loadu_pd(inverses);
        return _mm256_castpd_si256(_mm256_fmadd_pd(inverse, numerator_, shift_));
    }

    static __m256 halved(__m256i fixed) {
        return _mm256_castsi256_ps(_mm256_srli_epi64(fixed, SlicePlaces::fraction_bits + 1));
    }

    __m256d numerator_;
    __m256d shift_;
    __m256i least_sure_;
};

/// The sum of pi_in_slice over the first `size`, a multiple of 8: less than 2^32.
inline std::uint32_t sum_at(const Odds& odds, std::size_t size, const SliceTable& slice) {
    const std::uint64_t* const words = slice.words.data();
    const std::uint32_t* const up_to_end = slice.up_to_end.data();
    std::uint32_t ends = 0;
    std::uint32_t above = 0;
    for (std::size_t j = 0; j < size; j += 8) {
#pragma GCC unroll 8
        for (std::size_t i = j; i < j + 8; ++i) {
            const std::uint32_t word = odds[i] / 64;
            ends += up_to_end[word];
            above += static_cast<std::uint32_t>(scalar::popcount(words[word] >> (odds[i] % 64)));
        }
    }
    return ends - above;
}

} // namespace

std::uint64_t sum_pi(uint128 xp, const double* inverses, std::size_t n, const SliceTable& slice) {
    const Finder finder(xp, slice);
    alignas(32) Odds odds;
    std::uint64_t sum = 0;
    std::size_t i = 0;
    while (i + 8 <= n) {
        const std::size_t size = std::min(batch, (n - i) / 8 * 8);
        const bool sure = finder.find(inverses + i, size, odds);
        sum += __builtin_expect(sure, 1) ? sum_at(odds, size, slice)
                                         : scalar::sum_pi(xp, inverses + i, size, slice);
        i += size;
    }
    return sum + scalar::sum_pi(xp, inverses + i, n - i, slice);
}

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx2

#endif
