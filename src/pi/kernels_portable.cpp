#include "pi/count_bits.hpp"
#include "pi/kernels.hpp"
#include "pi/wheel.hpp"

#include <cmath>
#include <cstring>

namespace primerank::pi {
namespace {

inline std::uint64_t popcount(std::uint64_t word) {
    return count_bits(word);
}

#include "pi/kernels_scalar.inl"
#include "pi/kernels_scalar_slices.inl"

template <class Signs>
constexpr Kernels table = {
    InstructionSet::portable,
    TableLayout::apart,
    0.6,
    lay_patterns<Signs>,
    and_pattern<Signs>,
    count_groups<Signs>,
    count_lines<Signs>,
    add_superlines,
    build_ranks<Signs>,
    survivors_up_to<Signs>,
    select_factors,
    leaves_by_groups<Signs>,
    leaves_by_lines<Signs>,
    leaves_by_ranks<Signs>,
    sum_by_inverses<Signs>,
    fill_slice,
    sum_pi,
};

} // namespace

const KernelTables& portable_kernels() {
    static constexpr KernelTables tables = {table<Unsigned>, table<Signed>};
    return tables;
}

} // namespace primerank::pi
