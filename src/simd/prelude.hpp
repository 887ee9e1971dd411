#pragma once

// What vectors and the kernels over them use, to be included before an instruction set is switched
// on. A vector type has static members alone: lanes, types, operations, whose names and meanings
// are those of DoublesAvx2 or IntegersPortable. How a set is added: .github/CONTRIBUTING.md.

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <utility>
#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/// For the members of a vector type.
#define PRIMERANK_INLINE __attribute__((always_inline)) static inline
