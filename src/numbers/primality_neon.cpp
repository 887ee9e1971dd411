#include "numbers/bits_128.hpp"
#include "numbers/montgomery.hpp"
#include "numbers/number_groups.hpp"
#include "numbers/primality_kernels.hpp"
#include "simd/prelude.hpp"

#if PRIMERANK_NEON

#include "simd/doubles_neon.hpp"

#include "numbers/double_limbs.hpp"
#include "numbers/euler_doubles.hpp"
#include "numbers/euler_limbs.hpp"
#include "numbers/limbs_neon.hpp"
#include "numbers/lucas_ladder.hpp"
#include "numbers/strong_double_limbs.hpp"

// A residue is one double below 2^50, two limbs of 32 bits below 2^61, and then one integer of a
// plain register: two doubles would take more instructions, up to 2^64.

namespace primerank {
namespace {

using Doubles = simd::DoublesNeon;

void base_2_wide(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    constexpr std::size_t groups = 3;
    if (largest(numbers, count) < LimbsNeon::limit) {
        in_groups<LimbsNeon::lanes * groups>(numbers, count, verdicts,
                                             euler_base_2_in_limbs<LimbsNeon, groups>);
    } else {
        portable_primality_kernels.base_2_wide(numbers, count, verdicts);
    }
}

void base_2_narrow(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    if (largest(numbers, count) < euler_in_doubles_limit) {
        in_groups<Doubles::lanes * Doubles::groups>(numbers, count, verdicts,
                                                    euler_base_2_in_doubles<Doubles>);
    } else if (smallest(numbers, count) > LimbsNeon::from) {
        base_2_wide(numbers, count, verdicts);
    } else {
        portable_primality_kernels.base_2_narrow(numbers, count, verdicts);
    }
}

void lucas_wide(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
                std::uint8_t* verdicts) {
    if (largest(numbers, count) < LimbsNeon::limit) {
        in_groups<8>(numbers, parameters, count, verdicts, extra_strong_lucas_of<LimbsNeon, 2>);
    } else {
        portable_primality_kernels.lucas_wide(numbers, parameters, count, verdicts);
    }
}

void lucas_narrow(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
                  std::uint8_t* verdicts) {
    using Field = LucasInDoubles<Doubles>;
    const bool in_doubles = largest(numbers, count) < euler_in_doubles_limit;
    const std::uint64_t least = smallest(numbers, count);
    if (in_doubles && least > Field::from) {
        in_groups<12>(numbers, parameters, count, verdicts, extra_strong_lucas_of<Field, 6>);
    } else if (!in_doubles && least > LimbsNeon::from) {
        lucas_wide(numbers, parameters, count, verdicts);
    } else {
        portable_primality_kernels.lucas_narrow(numbers, parameters, count, verdicts);
    }
}

} // namespace

const PrimalityKernels neon_primality_kernels = {base_2_narrow, base_2_wide, lucas_narrow,
                                                 lucas_wide, strong_in_doubles<Doubles>};

} // namespace primerank

#endif
