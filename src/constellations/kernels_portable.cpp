#include "constellations/kernels.hpp"
#include "simd/integers_portable.hpp"

#include "constellations/kernels_body.hpp"

namespace primerank::constellations {

const Kernels portable_kernels = make_kernels<simd::IntegersPortable>();

} // namespace primerank::constellations
