#include "pi/kernels_avx2.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <cmath>
#include <cstring>

namespace primerank::pi {
namespace {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

#include "pi/kernels_popcount.inl"
#include "pi/kernels_scalar.inl"
#include "pi/kernels_scalar_slices.inl"

using avx2::bits_in_bytes;
using avx2::bits_in_lanes;
using avx2::load_any;
using avx2::store_any;
using avx2::sum_of_lanes;

/// One full-adder step in every bit: a + b + c = 2 carry + sum.
inline __m256i carry_save(__m256i& sum, __m256i b, __m256i c) {
    const __m256i either = _mm256_xor_si256(sum, b);
    const __m256i carry = _mm256_or_si256(_mm256_and_si256(sum, b), _mm256_and_si256(either, c));
    sum = _mm256_xor_si256(either, c);
    return carry;
}

/// Sixteen vectors are added up by carry-save adders before bits are counted (Harley and Seal; W.
/// Mula, N. Kurz, D. Lemire, "Faster population counts using AVX2 instructions", 2018).
struct GroupOfVectors {
    template <class Signs>
    static std::int64_t and_both(Signs signs, std::uint8_t* group, const std::uint8_t* a,
                                 const std::uint8_t* b) {
        const __m256i flips = _mm256_set1_epi64x(static_cast<long long>(signs.flips));
        __m256i ones = _mm256_setzero_si256();
        __m256i twos = _mm256_setzero_si256();
        __m256i counts = _mm256_setzero_si256(); // of 4 bits each, in bytes
        for (std::size_t i = 0; i < group_bytes; i += 128) {
            __m256i v[4];
            for (std::size_t j = 0; j < 4; ++j) {
                v[j] = _mm256_and_si256(load_any(a + i + 32 * j), load_any(b + i + 32 * j));
                store_any(group + i + 32 * j, v[j]);
                v[j] = _mm256_xor_si256(v[j], flips);
            }
            const __m256i twos_a = carry_save(ones, v[0], v[1]);
            const __m256i twos_b = carry_save(ones, v[2], v[3]);
            const __m256i four = carry_save(twos, twos_a, twos_b);
            counts = _mm256_add_epi8(counts, bits_in_bytes(four));
        }
        const __m256i zero = _mm256_setzero_si256();
        __m256i sums = _mm256_slli_epi64(_mm256_sad_epu8(counts, zero), 2);
        sums = _mm256_add_epi64(sums, _mm256_slli_epi64(bits_in_lanes(twos), 1));
        sums = _mm256_add_epi64(sums, bits_in_lanes(ones));
        constexpr std::int64_t flipped = group_bytes / 8 * Signs::flipped;
        return static_cast<std::int64_t>(sum_of_lanes(sums)) - flipped;
    }
};

PRIMERANK_TARGET_END

template <class Signs>
constexpr Kernels table = {
    InstructionSet::avx2,
    TableLayout::apart,
    0.15,
    lay_patterns<Signs, GroupOfVectors>,
    and_pattern<Signs, GroupOfVectors>,
    count_groups<Signs>,
    count_lines<Signs>,
    add_superlines,
    build_ranks<Signs>,
    survivors_up_to<Signs>,
    avx2::select_factors,
    leaves_by_groups<Signs>,
    avx2::LeafKernels<Signs>::by_lines,
    avx2::LeafKernels<Signs>::by_ranks,
    avx2::LeafKernels<Signs>::by_inverses,
    fill_slice,
    avx2::sum_pi,
};

} // namespace

const KernelTables& avx2_kernels() {
    static constexpr KernelTables tables = {table<Unsigned>, table<Signed>};
    return tables;
}

} // namespace primerank::pi

#endif
