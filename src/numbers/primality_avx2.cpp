#include "numbers/bits_128.hpp"
#include "numbers/montgomery.hpp"
#include "numbers/number_groups.hpp"
#include "numbers/primality_kernels.hpp"
#include "simd/prelude.hpp"

#if PRIMERANK_X86

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

#include "simd/doubles_avx2.hpp"

#include "numbers/double_limbs.hpp"
#include "numbers/euler_doubles.hpp"
#include "numbers/euler_limbs.hpp"
#include "numbers/euler_limbs_avx2.hpp"
#include "numbers/lucas_double_limbs.hpp"
#include "numbers/lucas_ladder.hpp"
#include "numbers/strong_double_limbs.hpp"

PRIMERANK_TARGET_END

namespace primerank {
namespace {

void base_2_wide(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    if (largest(numbers, count) < LimbsAvx2::limit) {
        in_groups<16>(numbers, count, verdicts, euler_base_2_in_limbs<LimbsAvx2, 4>);
    } else {
        strong_in_groups<simd::DoublesAvx2, Base2To69Bits>(numbers, count, 2, verdicts);
    }
}

void base_2_narrow(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    if (largest(numbers, count) < euler_in_doubles_limit) {
        in_groups<32>(numbers, count, verdicts, euler_base_2_in_doubles<simd::DoublesAvx2>);
    } else if (smallest(numbers, count) > LimbsAvx2::from) {
        base_2_wide(numbers, count, verdicts);
    } else {
        portable_primality_kernels.base_2_narrow(numbers, count, verdicts);
    }
}

void lucas_wide(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
                std::uint8_t* verdicts) {
    if (largest(numbers, count) < LimbsAvx2::lucas_limit) {
        in_groups<12>(numbers, parameters, count, verdicts, extra_strong_lucas_of<LimbsAvx2, 3>);
    } else {
        using Field = LucasInDoubleLimbs<simd::DoublesAvx2>;
        in_groups<16>(numbers, parameters, count, verdicts, extra_strong_lucas_of<Field, 4>);
    }
}

void lucas_narrow(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
                  std::uint8_t* verdicts) {
    using Field = LucasInDoubles<simd::DoublesAvx2>;
    const bool in_doubles = largest(numbers, count) < euler_in_doubles_limit;
    const std::uint64_t least = smallest(numbers, count);
    if (in_doubles && least > Field::from) {
        in_groups<16>(numbers, parameters, count, verdicts, extra_strong_lucas_of<Field, 4>);
    } else if (!in_doubles && least > LimbsAvx2::from) {
        lucas_wide(numbers, parameters, count, verdicts);
    } else {
        portable_primality_kernels.lucas_narrow(numbers, parameters, count, verdicts);
    }
}

} // namespace

const PrimalityKernels avx2_primality_kernels = {base_2_narrow, base_2_wide, lucas_narrow,
                                                 lucas_wide, strong_in_doubles<simd::DoublesAvx2>};

} // namespace primerank

#endif
