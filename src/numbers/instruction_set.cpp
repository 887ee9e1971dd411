#include "numbers/instruction_set.hpp"

#include <cstdlib>
#include <optional>
#include <stdexcept>
#include <string>

#if PRIMERANK_X86
#include <cpuid.h>
#endif

namespace primerank {
namespace {

/// What the environment asks for, if anything.
std::optional<InstructionSet> wished_instruction_set() {
    const char* wish = std::getenv("PRIMERANK_INSTRUCTION_SET");
    if (wish == nullptr || *wish == '\0') {
        return std::nullopt;
    }
    for (const InstructionSet set : every_instruction_set) {
        if (wish == name(set)) {
            return set;
        }
    }
    throw std::invalid_argument("PRIMERANK_INSTRUCTION_SET is '" + std::string(wish)
                                + "'; legal are portable, avx2, avx512 and neon");
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

bool has_avx2() {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi")
           && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma")
           && __builtin_cpu_supports("popcnt") && has_lzcnt();
}

bool has_avx512() {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
           && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq")
           && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512ifma")
           && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512vbmi2")
           && __builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512bitalg")
           && __builtin_cpu_supports("avx512vpopcntdq");
}
#endif

} // namespace

std::string_view name(InstructionSet set) {
    switch (set) {
    case InstructionSet::neon:
        return "neon";
    case InstructionSet::avx512:
        return "avx512";
    case InstructionSet::avx2:
        return "avx2";
    case InstructionSet::portable:
        break;
    }
    return "portable";
}

bool has(InstructionSet set) {
    switch (set) {
    case InstructionSet::neon:
        return PRIMERANK_NEON != 0;
#if PRIMERANK_X86
    case InstructionSet::avx512:
        return has_avx512();
    case InstructionSet::avx2:
        return has_avx2();
#endif
    default:
        return set == InstructionSet::portable;
    }
}

InstructionSet simpler(InstructionSet set) {
    return set == InstructionSet::avx512 ? InstructionSet::avx2 : InstructionSet::portable;
}

InstructionSet best_instruction_set() {
    InstructionSet best = InstructionSet::portable;
    for (const InstructionSet set : every_instruction_set) {
        best = has(set) ? set : best;
    }
    return best;
}

InstructionSet instruction_set() {
    static const InstructionSet chosen = [] {
        const InstructionSet wish = wished_instruction_set().value_or(best_instruction_set());
        return has(wish) ? wish : best_instruction_set();
    }();
    return chosen;
}

bool lacks_instruction_set() {
    return !has(wished_instruction_set().value_or(InstructionSet::portable));
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
