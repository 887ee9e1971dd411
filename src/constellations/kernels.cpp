#include "constellations/kernels.hpp"

namespace primerank::constellations {

const Kernels& kernels(InstructionSet set) {
#if PRIMERANK_X86
    switch (set) {
    case InstructionSet::avx512:
        return avx512_kernels;
    case InstructionSet::avx2:
        return avx2_kernels;
    case InstructionSet::portable:
        break;
    }
#else
    static_cast<void>(set);
#endif
    return portable_kernels;
}

} // namespace primerank::constellations
