#include "sieve/kernels_prelude.hpp"
#include "sieve/vector_portable.hpp"

#include "sieve/kernels_body.hpp"

namespace primerank::sieve {

constexpr KernelsByNotation portable_kernels = make_kernels<Portable>();

} // namespace primerank::sieve
