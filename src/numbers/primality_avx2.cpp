#include "numbers/montgomery.hpp"
#include "numbers/number_groups.hpp"
#include "numbers/primality_kernels.hpp"

#if PRIMERANK_X86

#include <immintrin.h>

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

#include "simd/doubles_avx2.hpp"

#include "numbers/euler_doubles.hpp"
#include "numbers/euler_limbs_avx2.hpp"

PRIMERANK_TARGET_END

namespace primerank {
namespace {

constexpr std::size_t group = 32;

void base_2_narrow(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    if (largest(numbers, count) >= euler_in_doubles_limit) {
        portable_primality_kernels.base_2_narrow(numbers, count, verdicts);
        return;
    }
    in_groups<group>(numbers, count, verdicts, euler_base_2_in_doubles<simd::DoublesAvx2>);
}

void base_2_wide(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    if (largest(numbers, count) >= LimbsAvx2::limit) {
        portable_primality_kernels.base_2_wide(numbers, count, verdicts);
        return;
    }
    in_groups<16>(numbers, count, verdicts, euler_base_2_in_limbs);
}

} // namespace

const PrimalityKernels avx2_primality_kernels = {base_2_narrow, base_2_wide,
                                                 portable_primality_kernels.lucas_narrow,
                                                 portable_primality_kernels.lucas_wide};

} // namespace primerank

#endif
