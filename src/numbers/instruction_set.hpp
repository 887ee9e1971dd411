#pragma once

#include <array>
#include <string>
#include <string_view>

/// Compiles the functions between PRIMERANK_TARGET_BEGIN(...) and PRIMERANK_TARGET_END for more
/// than the baseline. Attributes, not compiler flags for a whole file: an inline function of the
/// standard library compiled with -mavx512f could become the copy that every other file uses, and
/// the binary would die on an older node.
#define PRIMERANK_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#define PRIMERANK_TARGET_BEGIN(features)                                                           \
    PRIMERANK_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#define PRIMERANK_TARGET_END PRIMERANK_PRAGMA(clang attribute pop)
#else
#define PRIMERANK_TARGET_BEGIN(features)                                                           \
    PRIMERANK_PRAGMA(GCC push_options) PRIMERANK_PRAGMA(GCC target(features))
#define PRIMERANK_TARGET_END PRIMERANK_PRAGMA(GCC pop_options)
#endif

#if defined(__x86_64__)
#define PRIMERANK_X86 1
#define PRIMERANK_AVX2_FEATURES "avx2,bmi,bmi2,fma,lzcnt,popcnt"
#define PRIMERANK_AVX512_FEATURES                                                                  \
    "avx2,bmi,bmi2,fma,lzcnt,popcnt,avx512f,avx512bw,avx512cd,avx512dq,avx512vl,avx512ifma,"       \
    "avx512vbmi,avx512vbmi2,avx512vnni,avx512bitalg,avx512vpopcntdq"
#else
#define PRIMERANK_X86 0
#endif

// NEON is part of every 64-bit Arm processor, so that nothing needs to be switched on.
#if defined(__aarch64__) && defined(__AARCH64EL__)
#define PRIMERANK_NEON 1
#else
#define PRIMERANK_NEON 0
#endif

namespace primerank {

/// What the kernels are written for. avx512 means what Ice Lake and later have, VBMI2, IFMA and
/// VPOPCNTDQ included; neon is Arm's Advanced SIMD of 64 bits; portable is plain C++ for any
/// processor.
enum class InstructionSet { portable, avx2, avx512, neon };

/// All of them; those that one processor has are in the order of their speed.
inline constexpr std::array every_instruction_set = {InstructionSet::portable, InstructionSet::avx2,
                                                     InstructionSet::avx512, InstructionSet::neon};

/// "portable", "avx2", "avx512" or "neon".
std::string_view name(InstructionSet set);

/// Whether this processor has it.
bool has(InstructionSet set);

/// The next simpler set that every processor with `set` has too, for audits; the simplest has
/// itself.
InstructionSet simpler(InstructionSet set);

/// The best set that this processor has.
InstructionSet best_instruction_set();

/// best_instruction_set(), or what the environment variable PRIMERANK_INSTRUCTION_SET names, where
/// this processor has that. Throws std::invalid_argument when it names no set. Read once; later
/// changes of the environment have no effect.
InstructionSet instruction_set();

/// Whether PRIMERANK_INSTRUCTION_SET names a set that this processor does not have. Of several
/// ranks on different processors some may; they must agree before one of them refuses to start.
bool lacks_instruction_set();

/// Throws std::invalid_argument when lacks_instruction_set(): for what runs in one process.
void require_instruction_set();

/// The sentence that says so, where it is so somewhere.
std::string lacking_instruction_set(const std::string& processor);

} // namespace primerank
