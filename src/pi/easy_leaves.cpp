#include "pi/easy_leaves.hpp"

#include "numbers/roots.hpp"

#include <algorithm>
#include <bit>

namespace primerank::pi {
namespace {

std::uint64_t capped(uint128 n) {
    return static_cast<std::uint64_t>(std::min<uint128>(n, ~std::uint64_t{0}));
}

/// No prime in a leaf is larger. In A, q <= sqrt(x / p) with p > x*. In C the ranges end at
/// min(y, sqrt(x / p)), and there are none unless x / p^3 < y; r <= z / q with q > (x / z)^(1/3).
std::uint64_t largest_prime(const Parameters& limits) {
    const std::uint64_t least_p = std::max<std::uint64_t>(1, integer_cbrt(limits.x_over_y));
    return std::max({integer_sqrt(limits.x / limits.x_star),
                     std::min(limits.y, integer_sqrt(limits.x / least_p)),
                     std::min(limits.y, limits.z / integer_cbrt(limits.x_over_z))});
}

/// Its inverse is in memory.
std::uint64_t largest_kept(const Parameters& limits) {
    return std::min(largest_prime(limits), limits.options.largest_inverse);
}

/// Clears bit `first` and all behind it.
void clear_from(std::vector<std::uint32_t>& words, std::uint64_t first) {
    for (std::size_t i = first / 32; i < words.size(); ++i) {
        words[i] &= i == first / 32 ? (1U << (first % 32)) - 1 : 0;
    }
}

} // namespace

/// pi on [low, high), and how many primes of the piece lie before it.
struct EasyLeaves::Slice {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
    std::int64_t primes_before = 0;
    const SliceTable& table;
};

EasyLeaves::EasyLeaves(const Tables& tables, const Builders& builders)
    : tables_(tables), inverses_(tables.pi, largest_kept(tables.parameters), builders),
      fraction_bits_(52 - static_cast<int>(std::bit_width(tables.parameters.sqrt_x + 2))) {}

int128 EasyLeaves::constant() const {
    const auto pi = [this](std::uint64_t n) { return static_cast<int128>(tables_.pi(n)); };
    const int128 a = tables_.a;
    int128 sum = 0;
    for (std::uint64_t b = k + 1; b <= tables_.d; ++b) {
        const std::uint64_t p = tables_.prime(b);
        const EasyLimits c(tables_.parameters, p, tables_.parameters.x / p);
        if (c.empty()) {
            continue;
        }
        sum -= static_cast<int128>(b - 2) * (a - pi(c.l));
        if (c.reflected()) {
            sum += pi(c.v) * a - pi(c.s1) * pi(c.u);
        }
    }
    return sum;
}

std::uint64_t EasyLeaves::end() const {
    return (tables_.parameters.sqrt_x / grain + 1) * grain;
}

CountedSum EasyLeaves::sums(std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
                            Buffers& buffers, const std::stop_token& give_up) const {
    CountedSum result;
    PrimeSieve sieve(kernels, tables_.patterns, tables_.primes);
    const std::uint64_t sieve_end = tables_.parameters.sqrt_x + 1;
    for (std::uint64_t low = lo; low < hi && !give_up.stop_requested();) {
        const std::uint64_t high = std::min(hi, low + tables_.parameters.options.slice);
        to_odd_words(sieve.window(low, high), buffers.odd_words);
        if (high > sieve_end) {
            clear_from(buffers.odd_words, (sieve_end - low) / 2);
        }
        const std::size_t words = buffers.odd_words.size();
        buffers.slice.resize(kernels.layout, words);
        buffers.slice.low = low;
        buffers.slice.fraction_bits = fraction_bits_;
        const std::uint64_t primes =
            kernels.fill_slice(buffers.odd_words.data(), words, buffers.slice);
        const Slice slice = {low, high, result.count, buffers.slice};
        add_prime_leaves(slice, kernels, buffers.window, result);
        add_composite_leaves(slice, kernels, buffers.window, result);
        result.count += static_cast<std::int64_t>(primes);
        low = high;
    }
    return result;
}

// v < high  <=>  q > floor(xp / high),   v >= low  <=>  q <= floor(xp / low).
// q > p and v >= low need p^2 low < x. C has none with p^3 <= x / y; and there v < y for q in
// (v, u], v < p^2 for all others, as q > x / p^3.
void EasyLeaves::add_prime_leaves(const Slice& slice, const Kernels& kernels,
                                  Inverses::Window& window, CountedSum& result) const {
    const Parameters& limits = tables_.parameters;
    const std::uint64_t low = std::max<std::uint64_t>(slice.low, 1);
    const std::uint64_t root = slice.low < limits.y ? 0 : integer_sqrt(slice.low);
    const std::uint64_t before = tables_.pi(std::max(root, integer_cbrt(limits.x_over_y)));
    const std::uint64_t last = tables_.pi(std::min(limits.cbrt_x, integer_sqrt(limits.x / low)));
    for (std::uint64_t b = std::max(k, before) + 1; b <= last; ++b) {
        const EasyRanges leaves = ranges(b);
        const uint128 xp = leaves.x_over_p();
        const std::uint64_t after = capped(xp / slice.high);
        const std::uint64_t up_to = capped(xp / low);
        for (const EasyRange& range : leaves) {
            const std::uint64_t lo = std::max(range.lo, after);
            const std::uint64_t hi = std::min(range.hi, up_to);
            if (lo >= hi) {
                continue;
            }
            const std::span<const double> q = inverses_.between(lo, hi, window);
            const std::uint64_t sum = kernels.sum_pi(xp, q.data(), q.size(), slice.table);
            const std::int64_t weight = static_cast<std::int64_t>(q.size()) * range.weight;
            result.sum += static_cast<int128>(sum) * range.weight
                          + static_cast<int128>(slice.primes_before) * weight;
            result.weight += weight;
        }
    }
}

// m = q r <= z, p < q < r, so q <= sqrt(z); m > max(z/p, x/p^3), and v in the slice bounds m like q
// above.
void EasyLeaves::add_composite_leaves(const Slice& slice, const Kernels& kernels,
                                      Inverses::Window& window, CountedSum& result) const {
    const Parameters& limits = tables_.parameters;
    const std::uint64_t first_b = std::max(k, tables_.pi(integer_cbrt(limits.x_over_z))) + 1;
    for (std::uint64_t b = first_b; b <= std::min(tables_.bz, tables_.d); ++b) {
        const std::uint64_t p = tables_.prime(b);
        const uint128 xp = limits.x / p;
        const std::uint64_t lo = std::max({p, limits.z / p,
                                           static_cast<std::uint64_t>(std::min<uint128>(
                                               limits.z, std::max(xp / p / p, xp / slice.high)))});
        const std::uint64_t hi =
            slice.low == 0 ? limits.z : std::min(limits.z, capped(xp / slice.low));
        if (lo >= hi) {
            continue;
        }
        const std::uint64_t last_q = tables_.pi(std::min(limits.y, integer_sqrt(hi)));
        for (std::uint64_t i = std::max(b, tables_.pi(lo / limits.y)) + 1; i <= last_q; ++i) {
            const std::uint64_t q = tables_.prime(i);
            const std::uint64_t r_lo = std::max(q, lo / q);
            const std::uint64_t r_hi = std::min(limits.y, hi / q);
            if (r_lo >= r_hi) {
                continue;
            }
            const std::span<const double> r = inverses_.between(r_lo, r_hi, window);
            const auto n = static_cast<std::int64_t>(r.size());
            const std::uint64_t sum = kernels.sum_pi(xp / q, r.data(), r.size(), slice.table);
            result.sum -=
                static_cast<int128>(sum)
                + static_cast<int128>(slice.primes_before - static_cast<std::int64_t>(b - 2)) * n;
            result.weight -= n;
        }
    }
}

std::uint64_t EasyLeaves::shared_bytes(const Parameters& p) {
    return at_least_pi(largest_kept(p)) * sizeof(double);
}

// The q of a window lie within twice a slice's width, for they are no larger than v.
std::uint64_t EasyLeaves::bytes(const Parameters& p) {
    const std::uint64_t largest = largest_prime(p);
    const std::uint64_t slices = p.options.slice / 8 * 2;
    return largest > largest_kept(p)
               ? slices + 2 * p.options.slice / (largest / at_least_pi(largest)) * sizeof(double)
               : slices;
}

} // namespace primerank::pi
