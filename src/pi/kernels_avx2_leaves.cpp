#include "pi/kernels_avx2.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace primerank::pi::avx2 {
namespace {

/// How many bits of a 64-bit word of the bitmap stand for numbers up to each place among its 240.
/// Next to a multiple of 240 a quotient may be taken for a place of the other word: for place 240,
/// which counts all bits, or for place -1, as a byte 255, which counts none.
constexpr std::array<std::uint8_t, 256> bits_up_to = [] {
    std::array<std::uint8_t, 256> bits{};
    for (std::size_t r = 0; r < 240; ++r) {
        bits[r] = static_cast<std::uint8_t>(8 * (r / 30) + wheel_counts[r % 30]);
    }
    bits[240] = 64;
    return bits;
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

#include "pi/kernels_popcount.inl"
#include "pi/kernels_scalar.inl"
#include "pi/kernels_scalar_slices.inl"

} // namespace scalar

/// Four values of 32 bits without a sign as doubles: as the lower half of 2^52 + value.
inline __m256d to_doubles(__m128i values) {
    const __m256d magic = _mm256_set1_pd(0x1p52);
    const __m256i bits = _mm256_or_si256(_mm256_cvtepu32_epi64(values), _mm256_castpd_si256(magic));
    return _mm256_sub_pd(_mm256_castsi256_pd(bits), magic);
}

/// As CountByLines, with the lines of a superline added up in two vectors.
template <class Signs>
struct CountByLines256 {
    Signs signs;
    const std::uint8_t* segment;
    const std::int16_t* line_counts;
    const std::int32_t* superlines;

    std::int64_t operator()(scalar::Place place) const {
        const std::uint64_t line = place.byte / line_bytes;
        const std::uint64_t superline = line / superline_lines;
        const std::int16_t* const counts = line_counts + superline * superline_lines;
        const std::uint16_t* const mask = first_elements.data() + 32 - line % superline_lines;
        const __m256i kept =
            _mm256_add_epi16(_mm256_and_si256(load_any(counts), load_any(mask)),
                             _mm256_and_si256(load_any(counts + 16), load_any(mask + 16)));
        const __m256i pairs = _mm256_madd_epi16(kept, _mm256_set1_epi16(1));
        const __m256i sums = _mm256_add_epi64(pairs, _mm256_srli_epi64(pairs, 32));
        const auto lines_before = static_cast<std::int32_t>(sum_of_lanes(sums)); // the low half
        return superlines[superline] + lines_before
               + scalar::count_from(signs, segment, line_bytes * line, place);
    }
};

/// So many leaves are found together, so that whether all are sure is asked once.
constexpr std::size_t batch = 32;

/// For each leaf of a batch, n = floor(numerator / m) - low as 240 word + place: word is the low
/// half of words[j], place byte 4 of places[j].
struct Found {
    alignas(32) std::array<std::uint64_t, batch> words;
    alignas(32) std::array<std::uint64_t, batch> places;
};

/// Where divisors come from: four quotients from the i-th on, and the divisor itself.
template <bool Composite>
struct CandidateSource {
    const Candidates& m;

    [[nodiscard]] __m256d quotients(__m256d numerator, std::size_t i) const {
        const __m256d base = _mm256_set1_pd(static_cast<double>(m.base));
        if constexpr (Composite) {
            const __m128i values =
                _mm_loadl_epi64(reinterpret_cast<const __m128i*>(m.composites + i));
            const __m128i offsets = _mm_srli_epi32(_mm_cvtepu16_epi32(values), 1);
            return _mm256_div_pd(numerator, _mm256_add_pd(base, _mm256_cvtepi32_pd(offsets)));
        } else {
            const __m128i values = _mm_loadu_si128(reinterpret_cast<const __m128i*>(m.primes + i));
            return _mm256_div_pd(numerator, _mm256_add_pd(base, to_doubles(values)));
        }
    }
    [[nodiscard]] std::uint64_t divisor(std::size_t i) const { return scalar::leaf_at(m, i).m; }
};

struct InverseSource {
    const double* inverses;

    [[nodiscard]] __m256d quotients(__m256d numerator, std::size_t i) const {
        return _mm256_mul_pd(numerator, _mm256_loadu_pd(inverses + i));
    }
    [[nodiscard]] std::uint64_t divisor(std::size_t i) const {
        return scalar::divisor_of(inverses[i]);
    }
};

/// Finds leaves in doubles. The quotient t of doubles is off by less than 4.5e-16 `high`, and what
/// follows adds less than 1e-9; let e be the sum of both. Then
///     word = (t - low - 120) / 240, rounded by adding 1.5 2^52,   place = t - low - 240 word + e,
/// where t - low - 240 word lies in [0, 240] but for what word was off before it was rounded, less
/// than 2^-26. In 2^20 + place the lower 32 bits are the fraction and those above integer. If that
/// fraction is at least 2 e, the integer is right.
class Finder {
  public:
    Finder(const Numerator& numerator, std::uint64_t low, std::uint64_t high)
        : numerator_(numerator), low_(low), approximate_(_mm256_set1_pd(numerator.approximate)),
          middle_(_mm256_set1_pd(static_cast<double>(low + 120))) {
        const double error = static_cast<double>(high) * 4.5e-16 + 1e-9;
        shift_ = _mm256_set1_pd(0x1p20 + 120 + error);
        const double least_sure = std::min(2 * error + 1e-9, 1.0);
        least_sure_ = _mm256_set1_epi64x(static_cast<long long>(least_sure * 0x1p32));
    }

    /// A batch from the i-th divisor on; whether all are sure.
    template <class Source>
    [[nodiscard]] bool find(const Source& source, std::size_t i, Found& found) const {
        const __m256d to_integer = _mm256_set1_pd(0x1.8p52);
        const __m256d width = _mm256_set1_pd(240);
        const __m256d inverse = _mm256_set1_pd(1.0 / 240);
        __m256i least = _mm256_set1_epi32(-1);
        for (std::size_t j = 0; j < batch; j += 4) {
            const __m256d t = source.quotients(approximate_, i + j);
            const __m256d from_middle = _mm256_sub_pd(t, middle_);
            const __m256d moved = _mm256_fmadd_pd(from_middle, inverse, to_integer);
            const __m256d word = _mm256_sub_pd(moved, to_integer);
            const __m256d place = _mm256_add_pd(_mm256_fnmadd_pd(width, word, from_middle), shift_);
            store_any(found.words.data() + j, _mm256_castpd_si256(moved));
            store_any(found.places.data() + j, _mm256_castpd_si256(place));
            least = _mm256_min_epu32(least, _mm256_castpd_si256(place));
        }
        const __m256i fractions = _mm256_and_si256(least, _mm256_set1_epi64x(0xffffffff));
        const __m256i unsure = _mm256_cmpgt_epi64(least_sure_, fractions);
        return _mm256_testz_si256(unsure, unsure) != 0;
    }

    /// The same for `size` divisors by exact divisions.
    template <class Source>
    void divide_out(const Source& source, std::size_t i, std::size_t size, Found& found) const {
        for (std::size_t j = 0; j < size; ++j) {
            const std::uint64_t n = quotient(numerator_, source.divisor(i + j)) - low_;
            found.words[j] = n / 240;
            found.places[j] = n % 240 << 32;
        }
    }

  private:
    Numerator numerator_;
    std::uint64_t low_;
    __m256d approximate_;
    __m256d middle_;
    __m256d shift_;
    __m256i least_sure_;
};

/// Calls add(i, what is counted up to the i-th quotient) for n divisors.
template <class Signs, class Source, class Add>
inline void for_each_count(const Source& source, std::size_t n, const Finder& finder,
                           const RankTable& ranks, const Add& add) {
    const std::uint8_t* const bitmap = ranks.bitmap;
    const std::int32_t* const before = ranks.before.data();
    const Signs signs(ranks.minus);
    Found found;
    for (std::size_t i = 0; i < n; i += batch) {
        const std::size_t size = std::min(batch, n - i);
        if (size < batch || __builtin_expect(!finder.find(source, i, found), 0)) {
            finder.divide_out(source, i, size, found);
        }
#pragma GCC unroll 4
        for (std::size_t j = 0; j < size; ++j) {
            const std::uint64_t word = found.words[j] & 0xffffffff;
            const unsigned bits = bits_up_to[found.places[j] >> 32 & 0xff];
            const std::uint64_t flipped = scalar::load_word(bitmap + 8 * word) ^ signs.flips;
            std::uint64_t count = scalar::popcount(_bzhi_u64(flipped, bits));
            if constexpr (Signs::flipped != 0) {
                count -= scalar::popcount(_bzhi_u64(signs.flips, bits));
            }
            add(i + j, before[word] + static_cast<std::int64_t>(count));
        }
    }
}

template <class Signs, bool Composite>
WeightedSum sum_by_ranks(const Candidates& m, const Finder& finder, const RankTable& ranks) {
    std::int64_t all = 0;
    std::int64_t plus = 0;
    std::int64_t plus_leaves = 0;
    for_each_count<Signs>(CandidateSource<Composite>{m}, m.size, finder, ranks,
                          [&](std::size_t i, std::int64_t count) {
                              all += count;
                              if constexpr (Composite) {
                                  const std::int64_t is_plus = m.composites[i] & 1;
                                  plus += count * is_plus;
                                  plus_leaves += is_plus;
                              }
                          });
    const auto size = static_cast<std::int64_t>(m.size);
    if constexpr (!Composite) {
        return {all, size};
    }
    return {2 * plus - all, 2 * plus_leaves - size};
}

} // namespace

template <class Signs>
WeightedSum LeafKernels<Signs>::by_ranks(const Candidates& m, const Numerator& numerator,
                                         std::uint64_t low, std::uint64_t high,
                                         const RankTable& ranks) {
    const Finder finder(numerator, low, high);
    return m.composites != nullptr ? sum_by_ranks<Signs, true>(m, finder, ranks)
                                   : sum_by_ranks<Signs, false>(m, finder, ranks);
}

template <class Signs>
WeightedSum
LeafKernels<Signs>::by_lines(const Candidates& m, const Numerator& numerator, std::uint64_t low,
                             MinusPlaces minus, const std::uint8_t* segment,
                             const std::int16_t* line_counts, const std::int32_t* superlines) {
    return scalar::sum_leaves(
        m, numerator, low, CountByLines256<Signs>{Signs(minus), segment, line_counts, superlines});
}

/// The product with an inverse is off by three roundings, less than Finder allows for.
template <class Signs>
std::int64_t LeafKernels<Signs>::by_inverses(uint128 numerator, const double* inverses,
                                             std::size_t n, std::uint64_t low, std::uint64_t high,
                                             const RankTable& ranks) {
    std::int64_t sum = 0;
    for_each_count<Signs>(InverseSource{inverses}, n, Finder(Numerator(numerator), low, high),
                          ranks, [&](std::size_t, std::int64_t count) { sum += count; });
    return sum;
}

template struct LeafKernels<Unsigned>;
template struct LeafKernels<Signed>;

PRIMERANK_TARGET_END

} // namespace primerank::pi::avx2

#endif
