#include "pi/kernels.hpp"

#include <stdexcept>
#include <string>

namespace primerank::pi {

namespace {

const KernelTables& tables_of(InstructionSet set) {
    switch (set) {
#if PRIMERANK_X86
    case InstructionSet::avx512:
        return avx512_kernels();
    case InstructionSet::avx2:
        return avx2_kernels();
#endif
#if PRIMERANK_NEON
    case InstructionSet::neon:
        return neon_kernels();
#endif
    case InstructionSet::portable:
        return portable_kernels();
    default:
        throw std::invalid_argument("no kernels for the instruction set " + std::string(name(set)));
    }
}

} // namespace

const Kernels& kernels(InstructionSet set) {
    return tables_of(set).plain;
}

const Kernels& signed_kernels(InstructionSet set) {
    return tables_of(set).of_signs;
}

} // namespace primerank::pi
