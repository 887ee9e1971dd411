#include "sieve/kernels_prelude.hpp"

#if PRIMERANK_X86
PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

#include "sieve/vector_avx2.hpp"

#include "sieve/kernels_body.hpp"

namespace primerank::sieve {

constexpr KernelsByNotation avx2_kernels = make_kernels<Avx2>();

} // namespace primerank::sieve

PRIMERANK_TARGET_END
#endif
