#include "numbers/instruction_set.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>

#if PRIMERANK_X86
#include <cpuid.h>
#endif

namespace primerank {
namespace {

constexpr std::array all_sets = {InstructionSet::portable, InstructionSet::avx2,
                                 InstructionSet::avx512};

/// What the environment asks for, if anything.
std::optional<InstructionSet> wished_instruction_set() {
    const char* wish = std::getenv("PRIMERANK_INSTRUCTION_SET");
    if (wish == nullptr || *wish == '\0') {
        return std::nullopt;
    }
    for (const InstructionSet set : all_sets) {
        if (wish == name(set)) {
            return set;
        }
    }
    throw std::invalid_argument("PRIMERANK_INSTRUCTION_SET is '" + std::string(wish)
                                + "'; legal are portable, avx2 and avx512");
}

#if PRIMERANK_X86
/// clang's __builtin_cpu_supports does not know it.
bool has_lzcnt() {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    constexpr unsigned extended_features = 0x80000001;
    constexpr unsigned lzcnt = 1U << 5U;
    return __get_cpuid(extended_features, &a, &b, &c, &d) != 0 && (c & lzcnt) != 0;
}
#endif

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
                      && __builtin_cpu_supports("popcnt") && has_lzcnt();
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
    static const InstructionSet chosen =
        std::min(best_instruction_set(), wished_instruction_set().value_or(best_instruction_set()));
    return chosen;
}

bool lacks_instruction_set() {
    return wished_instruction_set().value_or(InstructionSet::portable) > best_instruction_set();
}

void require_instruction_set() {
    if (lacks_instruction_set()) {
        throw std::invalid_argument(lacking_instruction_set("this processor"));
    }
}

std::string lacking_instruction_set(const std::string& processor) {
    return "PRIMERANK_INSTRUCTION_SET is '" + std::string(name(wished_instruction_set().value()))
           + "', which " + processor + " does not have";
}

} // namespace primerank
