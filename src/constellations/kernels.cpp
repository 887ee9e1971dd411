#include "constellations/kernels.hpp"

namespace primerank::constellations {

const Kernels& kernels(InstructionSet set) {
    switch (set) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
        return avx512_kernels;
    case InstructionSet::avx2:
        return avx2_kernels;
#endif
#if PRIMERANK_NEON
    case InstructionSet::neon:
        return neon_kernels;
#endif
    default:
        return portable_kernels;
    }
}

} // namespace primerank::constellations
