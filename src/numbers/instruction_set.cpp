#include "numbers/instruction_set.hpp"

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace primerank {
namespace {

constexpr std::array all_sets = {InstructionSet::portable, InstructionSet::avx2,
                                 InstructionSet::avx512};

InstructionSet chosen_instruction_set() {
    const char* wish = std::getenv("PRIMERANK_INSTRUCTION_SET");
    if (wish == nullptr || *wish == '\0') {
        return best_instruction_set();
    }
    for (const InstructionSet set : all_sets) {
        if (wish == name(set)) {
            if (set > best_instruction_set()) {
                throw std::invalid_argument("PRIMERANK_INSTRUCTION_SET is '" + std::string(wish)
                                            + "', which this processor does not have");
            }
            return set;
        }
    }
    throw std::invalid_argument("PRIMERANK_INSTRUCTION_SET is '" + std::string(wish)
                                + "'; legal are portable, avx2 and avx512");
}

} // namespace

std::string_view name(InstructionSet set) {
    switch (set) {
    case InstructionSet::avx512:
        return "avx512";
    case InstructionSet::avx2:
        return "avx2";
    case InstructionSet::portable:
        break;
    }
    return "portable";
}

InstructionSet best_instruction_set() {
#if PRIMERANK_X86
    __builtin_cpu_init();
    const bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
                      && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma")
                      && __builtin_cpu_supports("popcnt");
    const bool avx512 =
        avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq")
        && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512ifma")
        && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2")
        && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bitalg")
        && __builtin_cpu_supports("avx512vpopcntdq");
    return avx512 ? InstructionSet::avx512 : avx2 ? InstructionSet::avx2 : InstructionSet::portable;
#else
    return InstructionSet::portable;
#endif
}

InstructionSet instruction_set() {
    static const InstructionSet chosen = chosen_instruction_set();
    return chosen;
}

} // namespace primerank
