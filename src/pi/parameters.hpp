#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/uint128.hpp"

#include <vector>

namespace primerank::pi {

/// Below this x, primes are simply counted; from here on every formula of the method holds
/// (x* >= 31, so that k = 8 and p_8 = 19 < x*).
inline constexpr std::uint64_t combinatorial_start = 1'000'000;

/// The number of small primes that are taken out of every phi before the tree of leaves begins.
inline constexpr std::uint64_t k = 8;

/// How to go about it. No choice changes pi(x); each changes every intermediate value or the path
/// on which it is computed, so a second run with other options is an independent check.
struct Options {
    double alpha = 0;             ///< y = alpha x^(1/3); 0: the fastest for x
    double alpha_z = 1;           ///< z = alpha_z y; 1 to 6
    unsigned segment_blocks = 0;  ///< 32 KB blocks in a segment of the hard leaves' sieve, 1 to 64;
                                  ///< 0: the fastest for x
    unsigned pattern_limit = 700; ///< primes below it are struck by patterns; 24 to 2000
    std::uint64_t slice = 7'864'320;          ///< numbers in a slice of the easy leaves' table;
                                              ///< a multiple of 1920 up to 2^24
    std::uint64_t largest_inverse = 1U << 29; ///< those of larger primes are not kept in memory
    InstructionSet set = instruction_set();
};

/// The limits that split pi(x) = A + C + D - B + Phi0 + Sigma (X. Gourdon, "Computation of pi(x):
/// improvements to the Meissel, Lehmer, Lagarias, Miller, Odlyzko, Deleglise and Rivat method",
/// 2001). All divisions are floor divisions.
struct Parameters {
    uint128 x = 0;
    std::uint64_t sqrt_x = 0;
    std::uint64_t cbrt_x = 0;
    std::uint64_t y = 0;        ///< cbrt_x < y < sqrt_x
    std::uint64_t z = 0;        ///< y <= z < sqrt_x
    std::uint64_t x_star = 0;   ///< max(x^(1/4), x / y^2)
    std::uint64_t x_over_y = 0; ///< the end of B's sieve
    std::uint64_t x_over_z = 0; ///< the end of the hard leaves' sieve
    unsigned segment_blocks = 0;
    Options options;
};

/// Throws std::invalid_argument for x < combinatorial_start, for options outside their ranges, and
/// for x so large that a quotient, a prime or an index would leave the range its type has room for
/// (with the default options that begins beyond 10^26).
Parameters choose_parameters(uint128 x, const Options& options = {});

/// Alphas below the default for where memory is scarce, each a tenth less than the one before, in
/// three digits, down to an eighth of the default and as far as choose_parameters() accepts them.
/// Tables become smaller, the sieve of the hard leaves longer. None where alpha makes no
/// difference.
std::vector<double> smaller_alphas(uint128 x);

/// Other options for a second, independent run: other alpha and alpha_z and so other terms, other
/// segments, slices and patterns, and another instruction set where the processor has one that is
/// about as fast. The same options for x below combinatorial_start, which there make no difference.
/// Throws as choose_parameters() does.
Options options_for_double_check(uint128 x, const Options& first = {});

/// At least pi(n), at most 20 % more for n above 1000: for memory forecasts.
std::uint64_t at_least_pi(std::uint64_t n);

} // namespace primerank::pi
