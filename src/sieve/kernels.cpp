#include "sieve/kernels.hpp"

#if PRIMERANK_X86
#include <cpuid.h>
#endif

namespace primerank::sieve {
namespace {

#if PRIMERANK_X86
constexpr unsigned zen5_family = 0x1a;

/// 0x17 and above for AMD's Zen cores, 0 for those of others.
unsigned amd_family() {
    __builtin_cpu_init();
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    if (!__builtin_cpu_is("amd") || __get_cpuid(1, &a, &b, &c, &d) == 0) {
        return 0;
    }
    return (a >> 8 & 0xf) + (a >> 20 & 0xff);
}
#endif

const KernelsByNotation& kernels_by_notation(InstructionSet set) {
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

/// The ways that were measured to be the fastest. To clear a bit takes a Zen 3, which has no
/// AVX-512, 1.2 cycles in an aligned word and 1.7 in a byte, and a Zen 5 one in either; that one
/// loses more by the mispredicted end of a prime's cycles than by making a list. Without vectors,
/// hits cost as much to make as they save.
Kernels fastest_kernels(InstructionSet set) {
    Kernels fastest = kernels(set, Notation::hit);
    if (set == InstructionSet::portable) {
        fastest = kernels(set, Notation::position);
        fastest.cycle_word_bits = 8;
        fastest.line_small_limit = 10'000;
    }
#if PRIMERANK_X86
    const unsigned family = amd_family();
    if (set != InstructionSet::portable && family >= zen5_family) {
        fastest.line_small_limit = 1000;
    } else if (set == InstructionSet::avx2 && family != 0) {
        fastest = kernels(set, Notation::position);
    }
#endif
    return fastest;
}

} // namespace

const Kernels& kernels(InstructionSet set) {
    static const std::array fastest = {fastest_kernels(InstructionSet::portable),
                                       fastest_kernels(InstructionSet::avx2),
                                       fastest_kernels(InstructionSet::avx512)};
    return fastest[static_cast<std::size_t>(set)];
}

const Kernels& kernels(InstructionSet set, Notation notation) {
    const KernelsByNotation& both = kernels_by_notation(set);
    return notation == Notation::position ? both.positions : both.hits;
}

} // namespace primerank::sieve
