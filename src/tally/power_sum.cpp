#include "tally/power_sum.hpp"

#include "tally/binomials.hpp"
#include "tally/offset_kernel.hpp"
#include "tally/power_kernel.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace primerank::tally {
namespace {

using boost::multiprecision::cpp_int;

law::WideSum power_of(std::uint64_t n, unsigned power) {
    law::WideSum result(1);
    for (unsigned i = 0; i < power; ++i) {
        result *= n;
    }
    return result;
}

void require_power(unsigned power) {
    if (power > largest_power) {
        throw std::invalid_argument("The power is " + std::to_string(power)
                                    + "; legal are 0 to 8.");
    }
}

cpp_int to_cpp_int(uint128 n) {
    return (cpp_int(static_cast<std::uint64_t>(n >> 64)) << 64) + static_cast<std::uint64_t>(n);
}

/// S_K = the sum of n^K over 0 <= n < m. Summing (n+1)^(K+1) - n^(K+1) over the same n gives
/// Pascal's m^(K+1) = sum over j <= K of C(K+1, j) S_j, which is solved for S_0, S_1 ... in turn.
cpp_int sum_below(uint128 m, unsigned power) {
    std::array<cpp_int, largest_power + 1> sums;
    cpp_int m_to_the_next = 1;
    for (unsigned k = 0; k <= power; ++k) {
        m_to_the_next *= to_cpp_int(m);
        sums[k] = m_to_the_next;
        for (unsigned j = 0; j < k; ++j) {
            sums[k] -= binomials[k + 1][j] * sums[j];
        }
        sums[k] /= k + 1;
    }
    return sums[power];
}

} // namespace

PowerSumMeasure::PowerSumMeasure(unsigned power, InstructionSet set) : power_(power), set_(set) {
    require_power(power);
}

PowerSum PowerSumMeasure::of_segment(const sieve::Segment& segment) const {
    PowerSum sum;
    if (power_ <= 1) {
        const OffsetSums sums = sum_offsets(segment, set_);
        sum.value = law::WideSum(sums.count);
        if (power_ == 1) {
            sum.value *= segment.origin + segment.base;
            sum.value += law::WideSum(sums.offsets);
        }
        return sum;
    }
    sum.value = sum_powers(segment, power_);
    return sum;
}

PowerSum PowerSumMeasure::of_primes(std::span<const std::uint64_t> primes) const {
    PowerSum sum;
    for (const std::uint64_t prime : primes) {
        sum.value += power_of(prime, power_);
    }
    return sum;
}

PowerSum power_sum_of_integers(const Interval& interval, unsigned power) {
    require_power(power);
    if (interval.stop > two_to_the_64) {
        throw std::invalid_argument("The interval ends at " + primerank::to_string(interval.stop)
                                    + "; sums over integers end at 2^64 at most.");
    }
    if (interval.empty()) {
        return {};
    }
    const cpp_int value = sum_below(interval.stop, power) - sum_below(interval.start, power);
    law::WideSum::Limbs limbs{};
    std::vector<std::uint64_t> digits;
    export_bits(value, std::back_inserter(digits), 64, false);
    std::copy(digits.begin(), digits.end(), limbs.begin());
    return {law::WideSum(limbs)};
}

} // namespace primerank::tally
