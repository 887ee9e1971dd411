#include "constellations/kernels.hpp"
#include "simd/prelude.hpp"

#if PRIMERANK_X86

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

#include "simd/integers_avx512.hpp"

#include "constellations/kernels_body.hpp"

namespace primerank::constellations {

constexpr Kernels avx512_kernels = make_kernels<simd::IntegersAvx512>();

} // namespace primerank::constellations

PRIMERANK_TARGET_END
#endif
