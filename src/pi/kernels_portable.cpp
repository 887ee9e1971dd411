#include "pi/kernels.hpp"
#include "pi/wheel.hpp"

#include <cmath>
#include <cstring>

namespace primerank::pi {
namespace {

#include "pi/kernels_scalar.inl"

} // namespace

const Kernels& portable_kernels() {
    static constexpr Kernels table = {
        InstructionSet::portable, lay_patterns, and_pattern,    count_groups,     count_lines,
        add_superlines,           build_ranks,  select_factors, leaves_by_groups, leaves_by_lines,
        leaves_by_ranks,          fill_slice,   sum_pi,
    };
    return table;
}

} // namespace primerank::pi
