#include "pi/kernels.hpp"

#if PRIMERANK_X86

#include "pi/wheel.hpp"

#include <immintrin.h>

#include <cstring>

namespace primerank::pi {
namespace {

PRIMERANK_TARGET_BEGIN(PRIMERANK_AVX2_FEATURES)

#include "pi/kernels_scalar.inl"

PRIMERANK_TARGET_END

} // namespace

const Kernels& avx2_kernels() {
    static constexpr Kernels table = {
        InstructionSet::avx2, lay_patterns, and_pattern,    count_groups,     count_lines,
        add_superlines,       build_ranks,  select_factors, leaves_by_groups, leaves_by_lines,
        leaves_by_ranks,      fill_slice,   sum_pi,
    };
    return table;
}

} // namespace primerank::pi

#endif
