#include "sieve/kernels.hpp"

namespace primerank::sieve {
namespace {

/// What of several ways is the fastest was measured on these.
enum class Core { other, zen3, zen5 };

/// Zen 3 stands for all that AMD made before Zen 5, of which those with AVX2 alone count, and Zen 5
/// for what follows it, which compilers do not all know by name.
Core this_core() {
#if PRIMERANK_X86
    __builtin_cpu_init();
    if (__builtin_cpu_is("amd")) {
        const bool before = __builtin_cpu_is("amdfam15h") || __builtin_cpu_is("amdfam17h")
                            || __builtin_cpu_is("amdfam19h");
        return before ? Core::zen3 : Core::zen5;
    }
#endif
    return Core::other;
}

const KernelsByNotation& kernels_by_notation(InstructionSet set) {
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

/// To clear a bit takes a Zen 3 1.2 cycles in an aligned word and 1.7 in a byte, and a Zen 5 one in
/// either; that one loses more by the mispredicted end of a prime's cycles than by making a list.
/// In portable code, the masks of hits cost as much to make as they save.
Kernels fastest_kernels(InstructionSet set) {
    Kernels fastest = kernels(set, Notation::hit);
    if (set == InstructionSet::portable) {
        fastest = kernels(set, Notation::position);
        fastest.cycle_word_bits = 8;
        fastest.line_small_limit = 10'000;
    } else if (this_core() == Core::zen5) {
        fastest.line_small_limit = 1000;
    } else if (this_core() == Core::zen3 && set == InstructionSet::avx2) {
        fastest = kernels(set, Notation::position);
    }
    return fastest;
}

} // namespace

const Kernels& kernels(InstructionSet set) {
    static const auto fastest = [] {
        std::array<Kernels, every_instruction_set.size()> all{};
        for (const InstructionSet each : every_instruction_set) {
            all[static_cast<std::size_t>(each)] = fastest_kernels(each);
        }
        return all;
    }();
    return fastest[static_cast<std::size_t>(set)];
}

const Kernels& kernels(InstructionSet set, Notation notation) {
    const KernelsByNotation& both = kernels_by_notation(set);
    return notation == Notation::position ? both.positions : both.hits;
}

} // namespace primerank::sieve
