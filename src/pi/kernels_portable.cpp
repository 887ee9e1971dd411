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

} // namespace

const Kernels& portable_kernels() {
    static constexpr Kernels table = {
        InstructionSet::portable,
        TableLayout::apart,
        0.6,
        lay_patterns,
        and_pattern,
        count_groups,
        count_lines,
        add_superlines,
        build_ranks,
        survivors_up_to,
        select_factors,
        leaves_by_groups,
        leaves_by_lines,
        leaves_by_ranks,
        fill_slice,
        sum_pi,
    };
    return table;
}

} // namespace primerank::pi
