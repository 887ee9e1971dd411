#include "constellations/kernels.hpp"
#include "simd/prelude.hpp"

#if PRIMERANK_NEON

#include "simd/integers_neon.hpp"

#include "constellations/kernels_body.hpp"

namespace primerank::constellations {

constexpr Kernels neon_kernels = make_kernels<simd::IntegersNeon>();

} // namespace primerank::constellations

#endif
