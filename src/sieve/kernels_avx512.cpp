#include "sieve/kernels_prelude.hpp"

#if PRIMERANK_X86
PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX512_FEATURES)

#include "sieve/vector_avx512.hpp"

#include "sieve/kernels_body.hpp"

namespace primerank::sieve {

constexpr KernelsByNotation avx512_kernels = make_kernels<Avx512>();

} // namespace primerank::sieve

PRIMERANK_TARGET_END
#endif
