#include "pi/cost_model.hpp"

#include "pi/kernels.hpp"
#include "sieve/cost.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace primerank::pi {
namespace {

// Seconds on a core of 2.6 GHz with AVX-512.
constexpr double per_dense_leaf = 0.85e-9;
constexpr double per_sparse_leaf = 4e-9;
constexpr double per_ranked_block = 2.3e-6;
constexpr double per_sparse_search = 0.3e-6;
constexpr double per_scanned_factor = 0.06e-9;
constexpr double per_counted_strike = 0.8e-9;
constexpr double per_strike = 0.55e-9;
constexpr double per_pattern = 0.47e-6;      // one prime, one block
constexpr double per_counted_prime = 0.5e-6; // one prime, one segment
constexpr double per_block = 8e-6;
constexpr double per_b_point = 2e-9;
constexpr double per_sieved_number = 0.12e-9;
constexpr double per_easy_leaf = 0.47e-9;
constexpr double per_easy_range = 40e-9; // one range of q, one slice
constexpr double per_ordinary_number = 1.5e-9;

constexpr double block_numbers = 30.0 * block_bytes;
constexpr double growth = 1.08; // between the points of a curve

/// All of pi(x) with its tables, for x = 10^12, 10^13 ... 10^20.
constexpr std::array seconds_of_powers = {0.008, 0.023, 0.07, 0.25, 0.95, 3.7, 14.0, 60.0, 265.0};
constexpr double first_power = 12;

/// How much longer all takes with an alpha so many times less than the default: fitted to means of
/// 1.06, 1.27, 1.45 and 2.35 for 2, 3, 4 and 8, at 10^16 and 10^17.
double slowdown(double times_less) {
    return times_less <= 1 ? 1 : 1 + 0.1 * std::pow(times_less - 1, 1.33);
}

/// Stands for the primes p_b, b in a range of `count` indices.
struct Sample {
    double p = 0;
    double count = 0;
    bool prime_leaves = false;
};

/// Samples of the primes of D, closer together among small ones.
std::vector<Sample> sample_primes(const Tables& tables) {
    std::vector<Sample> samples;
    for (std::uint64_t b = k + 1; b <= tables.d;) {
        const std::uint64_t next = std::min(tables.d + 1, std::max(b + 1, b + b / 8));
        const auto p = static_cast<double>(tables.prime((b + next - 1) / 2));
        samples.push_back({p, static_cast<double>(next - b), b > tables.bz});
        b = next;
    }
    return samples;
}

/// The leaves of p_b stand for those of `count` primes.
struct EasySample {
    EasyRanges leaves;
    double count = 0;
};

std::vector<EasySample> sample_easy_leaves(const Tables& tables, const EasyLeaves& easy) {
    std::vector<EasySample> samples;
    for (std::uint64_t b = k + 1; b <= tables.b3;) {
        const std::uint64_t next = std::min(tables.b3, b + b / 32) + 1;
        samples.push_back({easy.ranges((b + next - 1) / 2), static_cast<double>(next - b)});
        b = next;
    }
    return samples;
}

/// How much of (lo, hi] lies in (a / n2, a / n1].
double window(double a, double n1, double n2, double lo, double hi) {
    return std::max(0.0, std::min(hi, a / n1) - std::max(lo, a / n2));
}

/// Sum of 1 / p over primes a < p <= b, by Mertens' theorem.
double reciprocals(double a, double b) {
    return a < b ? std::log(std::log(b) / std::log(a)) : 0;
}

/// The leaves with n in [n1, n2).
double seconds_of_leaves(const Parameters& limits, const Sample& sample, double n1, double n2) {
    const auto x = static_cast<double>(limits.x);
    const auto z = static_cast<double>(limits.z);
    const auto y = static_cast<double>(limits.y);
    const double p = sample.p;
    const double m_least = std::max(p, z / p);
    const double m_last = std::min(sample.prime_leaves ? y : z, x / (p * p * p));
    const double m = window(x / p, n1, n2, m_least, m_last);
    if (m <= 0) {
        return 0;
    }
    // Free of the primes up to p (Mertens), or a prime.
    const double density = sample.prime_leaves ? 1 / std::log(m_last) : 0.56 / std::log(p);
    const double scanned = sample.prime_leaves ? 0 : m * 8 / 30;
    // They are counted block by block or segment by segment, whichever way is faster.
    const double blocks = p < limits.options.pattern_limit ? 1 : limits.segment_blocks;
    const double steps = (n2 - n1) / (blocks * block_numbers);
    const double leaves = m * density;
    const double dense = leaves * per_dense_leaf + steps * blocks * per_ranked_block;
    const double sparse = leaves * per_sparse_leaf + steps * per_sparse_search;
    return sample.count * (std::min(dense, sparse) + scanned * per_scanned_factor);
}

double seconds_of_leaves(const Parameters& limits, const std::vector<Sample>& samples, double n1,
                         double n2) {
    double seconds = 0;
    for (const Sample& sample : samples) {
        seconds += seconds_of_leaves(limits, sample, n1, n2);
    }
    return seconds;
}

/// Sieving so many blocks by a sample's primes, counting what each of them leaves.
double seconds_of_counted_sieve(const Parameters& limits, const Sample& sample, double blocks) {
    if (sample.p < limits.options.pattern_limit) {
        return blocks * sample.count * per_pattern;
    }
    const double hits = 8 * static_cast<double>(block_bytes) / sample.p;
    return blocks * sample.count
           * (hits * per_counted_strike + per_counted_prime / limits.segment_blocks);
}

double seconds_of_sieve(const Tables& tables, double n1, double n2) {
    const Parameters& limits = tables.parameters;
    const auto x = static_cast<double>(limits.x);
    const double blocks = (n2 - n1) / block_numbers;
    const double patterned = limits.options.pattern_limit;
    const double last_of_d = std::min(static_cast<double>(limits.x_star), std::sqrt(x / n1));
    const double root = n2 > static_cast<double>(limits.sqrt_x) ? std::sqrt(n2) : 0;
    const double hits = 8 * static_cast<double>(block_bytes);
    const double pattern_primes = patterned / std::log(patterned) * 1.15;
    const double struck_of_d =
        std::max(0.0, last_of_d / std::log(last_of_d) * 1.12 - pattern_primes);
    return blocks
           * (per_block + pattern_primes * per_pattern
              + hits * reciprocals(patterned, last_of_d) * per_counted_strike
              + hits * reciprocals(std::max(patterned, last_of_d), root) * per_strike
              + struck_of_d * per_counted_prime / limits.segment_blocks);
}

double seconds_of_b_points(const Parameters& limits, double n1, double n2) {
    const auto x = static_cast<double>(limits.x);
    const double primes =
        window(x, n1, n2, static_cast<double>(limits.y), static_cast<double>(limits.sqrt_x));
    return primes
           * (per_sieved_number + per_b_point / std::log(static_cast<double>(limits.sqrt_x)));
}

/// Calls append(n1, n2) for the steps of a curve over [begin, end).
template <class Append>
void for_each_step(std::uint64_t begin, std::uint64_t first, std::uint64_t end,
                   const Append& append) {
    for (std::uint64_t n = begin; n < end;) {
        const auto grown = static_cast<std::uint64_t>(static_cast<double>(n) * growth);
        const std::uint64_t next = std::min(end, std::max(n + first, grown));
        append(n, next);
        n = next;
    }
}

} // namespace

void CostCurve::append(std::uint64_t position, double seconds) {
    positions_.push_back(position);
    seconds_.push_back(seconds_.back() + seconds);
}

double CostCurve::up_to(std::uint64_t position) const {
    const auto after = std::upper_bound(positions_.begin(), positions_.end(), position);
    if (after == positions_.end()) {
        return seconds_.back();
    }
    const auto i = static_cast<std::size_t>(std::distance(positions_.begin(), after));
    const double share = static_cast<double>(position - positions_[i - 1])
                         / static_cast<double>(positions_[i] - positions_[i - 1]);
    return seconds_[i - 1] + share * (seconds_[i] - seconds_[i - 1]);
}

CostCurve cost_of_dense_leaves(const Tables& tables, std::uint64_t n_end) {
    const double blocks = static_cast<double>(n_end) / block_numbers;
    double b_end = 0;
    CostCurve curve;
    for (const Sample& sample : sample_primes(tables)) {
        double seconds = seconds_of_counted_sieve(tables.parameters, sample, blocks)
                         + (b_end == 0 ? blocks * per_block : 0);
        for_each_step(0, 30 * line_bytes, n_end, [&](std::uint64_t lo, std::uint64_t hi) {
            seconds +=
                seconds_of_leaves(tables.parameters, sample, std::max(1.0, static_cast<double>(lo)),
                                  static_cast<double>(hi));
        });
        b_end += sample.count;
        curve.append(static_cast<std::uint64_t>(b_end), seconds);
    }
    return curve;
}

CostCurve cost_of_hard_leaves(const Tables& tables, std::uint64_t begin, std::uint64_t end) {
    const std::vector<Sample> samples = sample_primes(tables);
    CostCurve curve;
    for_each_step(begin, 30 * line_bytes, end, [&](std::uint64_t lo, std::uint64_t hi) {
        const double n1 = std::max(1.0, static_cast<double>(lo));
        const auto n2 = static_cast<double>(hi);
        curve.append(hi - begin, seconds_of_leaves(tables.parameters, samples, n1, n2)
                                     + seconds_of_sieve(tables, n1, n2)
                                     + seconds_of_b_points(tables.parameters, n1, n2));
    });
    return curve;
}

CostCurve cost_of_easy_leaves(const Tables& tables, const EasyLeaves& easy) {
    const std::vector<EasySample> samples = sample_easy_leaves(tables, easy);
    const auto slice = static_cast<double>(tables.parameters.options.slice);
    CostCurve curve;
    for_each_step(0, std::uint64_t{1} << 14, easy.end(), [&](std::uint64_t lo, std::uint64_t hi) {
        const double v1 = std::max(1.0, static_cast<double>(lo));
        const auto v2 = static_cast<double>(hi);
        double leaves = 0;
        double visited = 0;
        for (const EasySample& sample : samples) {
            for (const EasyRange& range : sample.leaves) {
                const double q =
                    window(static_cast<double>(sample.leaves.x_over_p()), v1, v2,
                           static_cast<double>(range.lo), static_cast<double>(range.hi));
                if (q > 0) {
                    leaves += sample.count * q / std::log(static_cast<double>(range.hi));
                    visited += sample.count;
                }
            }
        }
        curve.append(hi, (v2 - v1) * per_sieved_number + leaves * per_easy_leaf
                             + visited * (v2 - v1) / slice * per_easy_range);
    });
    return curve;
}

CostCurve cost_of_ordinary_leaves(std::uint64_t end) {
    CostCurve curve;
    curve.append(end, static_cast<double>(end) * per_ordinary_number);
    return curve;
}

// Between powers of 10, and beyond them, as a power of x.
double seconds_forecast(uint128 x, double alpha) {
    const double place = std::log10(static_cast<double>(std::max<uint128>(x, 2))) - first_power;
    const double last = static_cast<double>(seconds_of_powers.size()) - 2;
    const double below = std::clamp(std::floor(place), 0.0, last);
    const auto i = static_cast<std::size_t>(below);
    const double growth_a_decade = seconds_of_powers[i + 1] / seconds_of_powers[i];
    const double seconds = seconds_of_powers[i] * std::pow(growth_a_decade, place - below);
    if (alpha == 0 || x < combinatorial_start) {
        return seconds;
    }
    const Parameters limits = choose_parameters(x);
    return seconds
           * slowdown(static_cast<double>(limits.y) / static_cast<double>(limits.cbrt_x) / alpha);
}

bool counts_faster(const Interval& interval, double times) {
    constexpr double worth_it = 10; // seconds
    const double enumerating = sieve::cost(interval, sieve::Method::enumerate);
    return enumerating > worth_it
           && times
                      * (seconds_forecast(last_below(interval.start))
                         + seconds_forecast(last_below(interval.stop)))
                  < enumerating;
}

} // namespace primerank::pi
