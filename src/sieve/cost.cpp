#include "sieve/cost.hpp"

#include "numbers/instruction_set.hpp"
#include "numbers/primality_kernels.hpp"
#include "numbers/roots.hpp"
#include "sieve/large_primes.hpp"
#include "sieve/medium_primes.hpp"
#include "sieve/narrow.hpp"
#include "sieve/residue_lines.hpp"
#include "sieve/segment_sieve.hpp"
#include "sieve/sieving_primes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace primerank::sieve {
namespace {

/// Measured with tests/bench/bench_cost, above 10^10.5 extrapolated: by the decimal logarithm of
/// the largest sieving prime, seconds for setting its primes up, however short the interval, and
/// for each number. Beyond 2^32 primes are set up again for every window, see passes_beyond.
struct SieveCost {
    double log_root;
    double fixed;
    double per_number;
};

constexpr std::array<SieveCost, 15> sieve_costs = {{{0, 5e-7, 0.008e-9},
                                                    {2, 1e-6, 0.012e-9},
                                                    {3, 3e-6, 0.025e-9},
                                                    {4, 1.0e-5, 0.050e-9},
                                                    {5, 8e-5, 0.070e-9},
                                                    {6, 1.8e-4, 0.105e-9},
                                                    {7, 7.5e-4, 0.168e-9},
                                                    {8, 4.2e-3, 0.257e-9},
                                                    {8.5, 1.0e-2, 0.305e-9},
                                                    {9, 3.2e-2, 0.36e-9},
                                                    {9.64, 1.04e-1, 0.46e-9},
                                                    {10, 0.34, 0.60e-9},
                                                    {10.5, 1.15, 0.71e-9},
                                                    {11, 3.7, 0.85e-9},
                                                    {12.3, 70, 1.3e-9}}};

/// How often primes are set up, where that is not counted among what a number costs.
double passes_beyond(double width, double log_root) {
    const double root = std::pow(10, log_root);
    if (root <= 0x1p32) {
        return 1;
    }
    const auto window =
        static_cast<double>(LargePrimes::long_window(static_cast<std::uint64_t>(root)));
    return std::max(1.0, width / window);
}

double sieve_seconds(double width, double stop) {
    const double log_root = 0.5 * std::log10(std::max(stop, 1.0));
    std::size_t above = 1;
    while (above + 1 < sieve_costs.size() && sieve_costs[above].log_root < log_root) {
        ++above;
    }
    const SieveCost& low = sieve_costs[above - 1];
    const SieveCost& high = sieve_costs[above];
    const double share = (log_root - low.log_root) / (high.log_root - low.log_root);
    const double fixed = low.fixed * std::pow(high.fixed / low.fixed, share);
    const double per_number = low.per_number + share * (high.per_number - low.per_number);
    return fixed * passes_beyond(width, log_root) + width * per_number;
}

/// Beyond 2^64: a limited sieve, a strong test to base 2 of its survivors, e^-gamma / ln(depth) of
/// the numbers, and to the other bases of a proof for the primes.
double seconds_beyond(double width, double stop) {
    constexpr double sieve = 0.1e-9;
    constexpr double base_2 = 58e-9;
    constexpr double other_bases = 12 * 72e-9;
    const auto depth = static_cast<double>(test_depth(width));
    const double tests = base_2 * 0.5615 / std::log(depth) + other_bases / std::log(stop);
    return 1e-4 + width * (sieve + tests * std::log2(stop) / 67);
}

/// Wider intervals are sieved deeper before survivors are tested; larger numbers take longer, and
/// those above narrow_limit have other kernels.
double test_seconds(double width, double stop) {
    if (stop > 0x1p64) {
        return seconds_beyond(width, stop);
    }
    const double bits = std::log2(std::max(stop, 2.0)) / 60;
    const double kernel = stop <= static_cast<double>(narrow_limit) ? 0.77 : 1;
    return 5e-6 + kernel * width * (0.5 + 0.5 * bits) * (2.9e-9 + 1.3e-9 / (1 + width / 4e6));
}

/// How many times as long as by AVX-512 the instruction set of this process takes: measured from
/// 10^14 to 10^19 around the widths at which sieving overtakes testing; NEON's is that of portable
/// code, in the ratio of their instructions.
struct Slowness {
    double sieve;
    double test;
};

Slowness slowness(uint128 height) {
    constexpr uint128 end_of_vectors = uint128{1} << 61; // AVX2 tests larger numbers one by one
    const bool beyond = height > two_to_the_64;
    switch (instruction_set()) {
    case InstructionSet::avx512:
        break;
    case InstructionSet::avx2:
        return {1.75, beyond ? 2.4 : height <= end_of_vectors ? 2.1 : 3.6};
    case InstructionSet::neon:
        return {4, beyond ? 6.5 : height <= end_of_vectors ? 2.7 : 4.2};
    case InstructionSet::portable:
        return {8.5, beyond ? 8.0 : 4.2};
    }
    return {1, 1};
}

/// Primes up to n, within 2 %.
double prime_count(double n) {
    return n < 10 ? 4 : n / (std::log(n) - 1 - 1 / std::log(n));
}

/// The sieving primes of numbers up to 1.4 10^22 are 4 GB; more are taken only by those who ask for
/// Method::sieve.
constexpr bool has_too_many_primes(uint128 stop) {
    constexpr uint128 most_bytes = 4'000'000'000;
    return stop > 30 * most_bytes * (30 * most_bytes);
}

} // namespace

Method resolve(Method method, const Interval& interval, bool with_primes) {
    if (method == Method::enumerate && has_too_many_primes(interval.stop)) {
        return Method::test;
    }
    if (method != Method::enumerate) {
        return method;
    }
    const double root = std::sqrt(static_cast<double>(interval.stop));
    const double primes = with_primes ? cost({0, static_cast<uint128>(root)}, Method::sieve) : 0;
    const Slowness slow = slowness(interval.stop);
    return slow.test * cost(interval, Method::test)
                   < slow.sieve * (cost(interval, Method::sieve) + primes)
               ? Method::test
               : Method::sieve;
}

double cost(const Interval& interval, Method method) {
    const auto width = static_cast<double>(interval.width());
    const auto stop = static_cast<double>(interval.stop);
    switch (method) {
    case Method::sieve:
        return sieve_seconds(width, stop);
    case Method::test:
        return test_seconds(width, stop);
    case Method::enumerate:
        break;
    }
    const double testing = test_seconds(width, stop);
    return has_too_many_primes(interval.stop) ? testing
                                              : std::min(sieve_seconds(width, stop), testing);
}

uint128 preferred_border(const Interval& interval, uint128 position, Method method) {
    constexpr unsigned many_windows = 2000; // some for each of hundreds of ranks
    if (method == Method::test || position >= interval.stop) {
        return position;
    }
    const uint128 window = LargePrimes::long_window(integer_sqrt(interval.stop - 1));
    if (window == 0 || interval.width() < many_windows * window) {
        return position;
    }
    return std::max(interval.start, position - position % window);
}

MemoryForecast memory_forecast(uint128 stop, uint128 piece_width, Method method) {
    const Interval piece{stop > piece_width ? stop - piece_width : 0, stop};
    MemoryForecast forecast;
    forecast.shared = std::size_t{1} << 18; // patterns
    forecast.per_thread = max_segment_bytes + 2 * SegmentSieve::guard;
    std::uint64_t root = stop == 0 ? 0 : integer_sqrt(stop - 1);
    if (resolve(method, piece, true) == Method::test) {
        root = std::min(root, test_depth(static_cast<double>(piece.width())));
        forecast.per_thread += std::size_t{1} << 19;
    }
    const std::uint64_t segments = segments_of(piece_width);
    forecast.shared +=
        SievingPrimes::allocation_bytes(std::min(root, LargePrimes::limit_needed(root, segments)));
    const auto medium = static_cast<std::size_t>(
        prime_count(static_cast<double>(std::min(root, LargePrimes::medium_limit_for(segments)))));
    if (segments >= ResidueLines::least_segments) {
        const uint128 end = std::min(stop, two_to_the_64) / 30 + 1;
        const LineLayout layout =
            ResidueLines::layout_for(root, static_cast<std::uint64_t>(end),
                                     static_cast<std::uint64_t>(piece_width / 30 + 1));
        forecast.per_thread += ResidueLines::memory_forecast(layout, medium);
    } else {
        forecast.per_thread += MediumPrimes::bytes_per_prime * medium;
    }
    forecast.per_thread += LargePrimes::memory_forecast(root, piece_width);
    return forecast;
}

} // namespace primerank::sieve
