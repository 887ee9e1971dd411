#include "constellations/kernels.hpp"
#include "simd/prelude.hpp"

#if PRIMERANK_X86

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

#include "simd/integers_avx2.hpp"

#include "constellations/kernels_body.hpp"

namespace primerank::constellations {

constexpr Kernels avx2_kernels = make_kernels<simd::IntegersAvx2>();

} // namespace primerank::constellations

PRIMERANK_TARGET_END
#endif
