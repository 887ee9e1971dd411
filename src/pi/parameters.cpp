#include "pi/parameters.hpp"

#include "numbers/roots.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace primerank::pi {
namespace {

void require(bool condition, const char* sentence) {
    if (!condition) {
        throw std::invalid_argument(sentence);
    }
}

/// pi(z) and the indices of primes up to sqrt(z) fit the 32 and 15 bits that tables have for them.
constexpr std::uint64_t largest_z = 100'000'000'000;

/// The measured optimum is flat: 30 % to either side costs less than 5 % of the time.
double default_alpha(double log10_x) {
    const double above = log10_x - 12;
    return std::max(1.0, above < 0 ? 14 + 1.8 * above : 14 * std::pow(10.0, 0.11 * above));
}

/// Small x wants the segment in the second-level cache beside its tables (and less to be prepared);
/// to primes that hit a segment less than once: the segment stays longer than sqrt(x / y).
unsigned default_segment_blocks(double log10_x) {
    return log10_x < 14.5 ? 2 : log10_x < 17.5 ? 4 : log10_x < 19 ? 8 : 16;
}

/// The number in three decimal digits.
double shortened(double n) {
    const double unit = std::pow(10.0, std::floor(std::log10(n)) - 2);
    return unit < 1 ? std::round(n / unit) / std::round(1 / unit) : std::round(n / unit) * unit;
}

bool acceptable(uint128 x, double alpha) {
    Options options;
    options.alpha = alpha;
    try {
        (void)choose_parameters(x, options);
        return true;
    } catch (const std::invalid_argument&) {
        return false;
    }
}

} // namespace

Parameters choose_parameters(uint128 x, const Options& options) {
    require(x >= combinatorial_start, "the combinatorial method needs x of at least 10^6");
    require(x < uint128{1} << 94, "x is too large: pi(x) is computed for x below 2^94");
    require(options.alpha == 0 || options.alpha >= 1, "alpha must be 1 or more");
    require(options.alpha_z >= 1 && options.alpha_z <= 6, "alpha_z must lie in 1 to 6");
    require(options.segment_blocks <= 64, "a segment has at most 64 blocks");
    require(options.pattern_limit >= 24 && options.pattern_limit <= 2000,
            "the pattern limit must lie in 24 to 2000");
    require(options.slice > 0 && options.slice % 1920 == 0 && options.slice <= 1U << 24,
            "a slice must be a multiple of 1920 and at most 2^24");

    const double log10_x = std::log10(static_cast<double>(x));
    Parameters result;
    result.x = x;
    result.options = options;
    result.sqrt_x = integer_sqrt(x);
    result.cbrt_x = integer_cbrt(x);
    const double largest_alpha =
        static_cast<double>(largest_z) / options.alpha_z / static_cast<double>(result.cbrt_x);
    const double alpha =
        options.alpha > 0 ? options.alpha : std::min(default_alpha(log10_x), largest_alpha);
    const auto scaled = [&](double factor, std::uint64_t n, std::uint64_t least) {
        const double wish = std::min(factor * static_cast<double>(n), 1e18);
        return std::clamp(static_cast<std::uint64_t>(wish), least, result.sqrt_x - 1);
    };
    result.y = scaled(alpha, result.cbrt_x, result.cbrt_x + 1);
    result.z = scaled(options.alpha_z, result.y, result.y);
    const uint128 y = result.y;
    result.x_star = std::max(integer_sqrt(result.sqrt_x), static_cast<std::uint64_t>(x / (y * y)));

    // Quotients x / (p m) are corrected from double precision, which needs them below 2^51; the
    // factor table keeps 15-bit indices of primes up to sqrt(z); prime leaves and sieving primes
    // are kept in 32 bits. For m prime in a hard leaf, m <= x / p^3 with p > sqrt(z).
    const char* const too_large = "x is too large for this alpha: try a larger one";
    require(x / y < uint128{1} << 51, too_large);
    require(result.z <= largest_z, "x is too large for this alpha: try a smaller one");
    result.x_over_y = static_cast<std::uint64_t>(x / y);
    result.x_over_z = static_cast<std::uint64_t>(x / result.z);
    const uint128 longest_prime_leaf = x / result.z / integer_sqrt(result.z);
    require(std::min(longest_prime_leaf, y) < uint128{1} << 32, too_large);
    require(result.cbrt_x < std::uint64_t{1} << 32, too_large);

    result.segment_blocks =
        options.segment_blocks > 0 ? options.segment_blocks : default_segment_blocks(log10_x);
    return result;
}

std::vector<double> smaller_alphas(uint128 x) {
    std::vector<double> alphas;
    if (x < combinatorial_start) {
        return alphas;
    }
    const Parameters parameters = choose_parameters(x);
    const double largest =
        static_cast<double>(parameters.y) / static_cast<double>(parameters.cbrt_x);
    for (double alpha = 0.9 * largest; alpha >= largest / 8; alpha *= 0.9) {
        if (!acceptable(x, shortened(alpha))) {
            break;
        }
        alphas.push_back(shortened(alpha));
    }
    return alphas;
}

Options options_for_double_check(uint128 x, const Options& first) {
    if (x < combinatorial_start) {
        return first;
    }
    const Parameters parameters = choose_parameters(x, first);
    Options second = first;
    second.alpha =
        0.93 * static_cast<double>(parameters.y) / static_cast<double>(parameters.cbrt_x);
    second.alpha = std::max(1.0, second.alpha);
    second.alpha_z = first.alpha_z == 1 ? 1.25 : 1;
    second.segment_blocks = parameters.segment_blocks == 3 ? 5 : 3;
    second.pattern_limit = first.pattern_limit == 500 ? 700 : 500;
    second.slice = first.slice / 3840 * 1920;
    second.slice = std::max<std::uint64_t>(second.slice, 1920);
    if (first.set == InstructionSet::avx512) {
        second.set = InstructionSet::avx2;
    } else if (first.set == InstructionSet::avx2 && has(InstructionSet::avx512)) {
        second.set = InstructionSet::avx512;
    }
    return second;
}

// pi(n) < n / (log n - 1.1) for n >= 60184 (Dusart 1999, theorem 1.10).
std::uint64_t at_least_pi(std::uint64_t n) {
    const auto real = static_cast<double>(n);
    return n < 60184 ? n / 8 + 200 : static_cast<std::uint64_t>(real / (std::log(real) - 1.1)) + 1;
}

} // namespace primerank::pi
