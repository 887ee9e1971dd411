#include "tally/power_sum.hpp"

#include "tally/moments.hpp"
#include "tally/offset_kernel.hpp"
#include "tally/segment_bits.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

// A prime is p = base + x, where x is its offset in a block of the segment, so
//     sum of p^K = sum over j of C(K, j) base^(K-j) m_j,   m_j = the sum of x^j:
// numbers of full width appear once a block. The moments m_j are taken in two steps. Within a word
// of 240 numbers offsets from its middle are below 2^7, so 64 of their 8th powers stay below 2^62.
// A block of 64 words spans 15 360 < 2^13.91 numbers and holds at most 4096 = 2^12 bits, so its
// moments stay below 2^(8 * 13.91 + 12) < 2^124.

namespace primerank::tally {
namespace {

using boost::multiprecision::cpp_int;

constexpr std::size_t words_per_block = 64;
constexpr std::int64_t middle_of_word = numbers_per_word / 2;

constexpr auto binomials = [] {
    std::array<std::array<std::uint64_t, largest_power + 2>, largest_power + 2> rows{};
    for (std::size_t n = 0; n < rows.size(); ++n) {
        rows[n][0] = 1;
        for (std::size_t k = 1; k <= n; ++k) {
            rows[n][k] = rows[n - 1][k - 1] + rows[n - 1][k];
        }
    }
    return rows;
}();

/// The moments of a word's numbers about its middle.
template <unsigned Power>
Moments<std::int64_t, Power> word_moments(std::uint64_t bits) {
    Moments<std::int64_t, Power> moments{};
    for (; bits != 0; bits &= bits - 1) {
        const auto bit = static_cast<std::size_t>(std::countr_zero(bits));
        const std::int64_t x = word_offsets[bit] - middle_of_word;
        std::int64_t x_to_the_k = 1;
        for (std::int64_t& moment : moments) {
            moment += x_to_the_k;
            x_to_the_k *= x;
        }
    }
    return moments;
}

/// The moments about the first number of the block that begins with word `begin`.
template <unsigned Power>
Moments<int128, Power> block_moments(const sieve::Segment& segment, std::size_t begin) {
    Moments<int128, Power> block{};
    const std::size_t end = std::min(begin + words_per_block, word_count(segment));
    for (std::size_t i = begin; i < end; ++i) {
        const auto of_word = word_moments<Power>(word(segment, i));
        Moments<int128, Power> moments{};
        std::copy(of_word.begin(), of_word.end(), moments.begin());
        shift(moments, static_cast<std::int64_t>(numbers_per_word * (i - begin)) + middle_of_word);
        for (unsigned k = 0; k <= Power; ++k) {
            block[k] += moments[k];
        }
    }
    return block;
}

/// The sum of (base + x)^Power from the moments of x, by Horner's rule in base.
template <std::size_t Count>
WideSum shifted_to(std::uint64_t base, const std::array<int128, Count>& moments) {
    WideSum sum;
    for (std::size_t j = 0; j < Count; ++j) {
        sum *= base;
        WideSum term(static_cast<uint128>(moments[j]));
        term *= binomials[Count - 1][j];
        sum += term;
    }
    return sum;
}

template <unsigned Power>
WideSum sum_segment(const sieve::Segment& segment) {
    WideSum sum;
    for (std::size_t begin = 0; begin < word_count(segment); begin += words_per_block) {
        sum += shifted_to(segment.base + numbers_per_word * begin,
                          block_moments<Power>(segment, begin));
    }
    return sum;
}

/// sum_segment for a power known at run time only.
constexpr auto sum_segment_of_power =
    []<unsigned... Powers>(std::integer_sequence<unsigned, Powers...>) {
    return std::array{&sum_segment<Powers>...};
}
(std::make_integer_sequence<unsigned, largest_power + 1>{});

WideSum power_of(std::uint64_t n, unsigned power) {
    WideSum result(1);
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

std::string to_string(const WideSum& sum) {
    cpp_int value;
    import_bits(value, sum.limbs().begin(), sum.limbs().end(), 64, false);
    return value.str();
}

PowerSumMeasure::PowerSumMeasure(unsigned power, InstructionSet set) : power_(power), set_(set) {
    require_power(power);
}

PowerSum PowerSumMeasure::of_segment(const sieve::Segment& segment) const {
    PowerSum sum;
    if (power_ <= 1) {
        const OffsetSums sums = sum_offsets(segment, set_);
        sum.value =
            WideSum(power_ == 0 ? sums.count : uint128{segment.base} * sums.count + sums.offsets);
        return sum;
    }
    sum.value = sum_segment_of_power[power_](segment);
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
    WideSum::Limbs limbs{};
    std::vector<std::uint64_t> digits;
    export_bits(value, std::back_inserter(digits), 64, false);
    std::copy(digits.begin(), digits.end(), limbs.begin());
    return {WideSum(limbs)};
}

} // namespace primerank::tally
