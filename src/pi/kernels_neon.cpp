#include "pi/kernels_neon.hpp"

#if PRIMERANK_NEON

#include "pi/wheel.hpp"

#include <cmath>
#include <cstring>

namespace primerank::pi {
namespace {

#include "pi/kernels_popcount.inl"
#include "pi/kernels_scalar.inl"
#include "pi/kernels_scalar_slices.inl"

template <class Signs>
constexpr Kernels table = {
    InstructionSet::neon,
    TableLayout::apart,
    0.3,
    neon::BitmapKernels<Signs>::lay_patterns,
    neon::BitmapKernels<Signs>::and_pattern,
    neon::BitmapKernels<Signs>::count_groups,
    neon::BitmapKernels<Signs>::count_lines,
    add_superlines,
    neon::BitmapKernels<Signs>::build_ranks,
    survivors_up_to<Signs>,
    neon::select_factors,
    neon::BitmapKernels<Signs>::leaves_by_groups,
    leaves_by_lines<Signs>,
    neon::LeafKernels<Signs>::by_ranks,
    neon::LeafKernels<Signs>::by_inverses,
    fill_slice,
    neon::sum_pi,
};

} // namespace

const KernelTables& neon_kernels() {
    static constexpr KernelTables tables = {table<Unsigned>, table<Signed>};
    return tables;
}

} // namespace primerank::pi

#endif
