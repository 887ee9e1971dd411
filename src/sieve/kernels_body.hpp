#pragma once

// The inner loops, as templates over a vector type V: Portable, Avx2 or Avx512. A file that
// includes this has switched on what V needs with PRIMERANK_TARGET_BEGIN, and has included
// kernels_prelude.hpp before, since nothing from outside may be compiled under that switch. V is
// part of all names, so that no linker takes one instruction set's code for another's.

#include "sieve/emit_multiple_kernel.hpp"
#include "sieve/emit_single_kernel.hpp"
#include "sieve/medium_kernel.hpp"
#include "sieve/presieve_kernel.hpp"
#include "sieve/scatter_kernel.hpp"

namespace primerank::sieve {

template <class V>
constexpr Kernels make_kernels() {
    constexpr unsigned modulus = V::Wheel::modulus;
    return {modulus,
            wheel<modulus>.distance.data(),
            wheel<modulus>.state.data(),
            PresieveKernel<V>::run,
            MediumKernel<V>::run,
            emit_by_size<V, EmitMultiple>,
            emit_by_size<V, EmitSingle>,
            scatter<V, 3>,
            scatter<V, 4>};
}

} // namespace primerank::sieve
