#include "numbers/bits_128.hpp"
#include "numbers/montgomery.hpp"
#include "numbers/number_groups.hpp"
#include "numbers/primality_kernels.hpp"
#include "simd/prelude.hpp"

#if PRIMERANK_NEON

#include "simd/doubles_neon.hpp"

#include "numbers/double_limbs.hpp"
#include "numbers/euler_doubles.hpp"
#include "numbers/lucas_ladder.hpp"
#include "numbers/strong_double_limbs.hpp"

// Two lanes gain where a residue is one double. From 2^50 to 2^64 it is one integer register, whose
// products take fewer instructions than those of two doubles; beyond, two of these are worse again.

namespace primerank {
namespace {

using Doubles = simd::DoublesNeon;

void base_2_narrow(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    if (largest(numbers, count) < euler_in_doubles_limit) {
        in_groups<Doubles::lanes * Doubles::groups>(numbers, count, verdicts,
                                                    euler_base_2_in_doubles<Doubles>);
    } else {
        portable_primality_kernels.base_2_narrow(numbers, count, verdicts);
    }
}

void base_2_wide(const std::uint64_t* numbers, std::size_t count, std::uint8_t* verdicts) {
    portable_primality_kernels.base_2_wide(numbers, count, verdicts);
}

void lucas_narrow(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
                  std::uint8_t* verdicts) {
    using Field = LucasInDoubles<Doubles>;
    if (largest(numbers, count) < euler_in_doubles_limit
        && smallest(numbers, count) > Field::from) {
        in_groups<12>(numbers, parameters, count, verdicts, extra_strong_lucas_of<Field, 6>);
    } else {
        portable_primality_kernels.lucas_narrow(numbers, parameters, count, verdicts);
    }
}

void lucas_wide(const std::uint64_t* numbers, const std::uint32_t* parameters, std::size_t count,
                std::uint8_t* verdicts) {
    portable_primality_kernels.lucas_wide(numbers, parameters, count, verdicts);
}

} // namespace

const PrimalityKernels neon_primality_kernels = {base_2_narrow, base_2_wide, lucas_narrow,
                                                 lucas_wide, strong_in_doubles<Doubles>};

} // namespace primerank

#endif
