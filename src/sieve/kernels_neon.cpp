#include "sieve/kernels_prelude.hpp"

#if PRIMERANK_NEON

#include "sieve/vector_neon.hpp"

#include "sieve/kernels_body.hpp"

namespace primerank::sieve {

constexpr KernelsByNotation neon_kernels = make_kernels<Neon>();

} // namespace primerank::sieve

#endif
