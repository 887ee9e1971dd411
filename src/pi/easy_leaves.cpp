#include "pi/easy_leaves.hpp"

#include "numbers/roots.hpp"

#include <algorithm>
#include <bit>
#include <span>

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

} // namespace

/// pi on [low, high), and what of the piece lies before it. With a bitmap of odd numbers where
/// primes count 1, which is quickest; where they have signs, with the bitmap that the kernels know
/// signs of.
class EasyLeaves::Slice {
  public:
    Slice(const EasyLeaves& easy, std::uint64_t slice_low, std::uint64_t slice_high,
          const Kernels& kernels, Buffers& buffers)
        : low(slice_low), high(slice_high), easy_(easy), kernels_(kernels), buffers_(buffers) {}

    /// Returns what the primes of the slice count.
    std::int64_t fill(PrimeSieve& sieve) {
        const std::uint64_t sieve_end = easy_.tables_.parameters.sqrt_x + 1;
        const PrimeSieve::Window window = sieve.window(low, std::min(high, sieve_end));
        // Slices end at a line's end, and at most one line behind sqrt x: it is zero from there on.
        const std::span bitmap(window.bytes.data(), (high - low) / 30);
        return is_signed() ? fill_signed(bitmap) : fill_unsigned({low, bitmap});
    }

    /// The sum of chi(q) pi(xp / q) over the primes q with lo < q <= hi, all of whose quotients lie
    /// in the slice: what the piece counts, and its coefficient in what lies before the piece.
    CountedSum sum(uint128 xp, std::uint64_t lo, std::uint64_t hi) {
        CountedSum result;
        for (std::size_t i = 0; i < easy_.inverses_.size(); ++i) {
            const Inverses& inverses = easy_.inverses_[i];
            const std::span<const double> q = inverses.between(lo, hi, buffers_.windows[i]);
            const auto n = static_cast<std::int64_t>(q.size());
            result.sum += inverses.sign() * (static_cast<int128>(before) * n + sum_in_slice(xp, q));
            result.weight += inverses.sign() * n;
        }
        return result;
    }

    std::uint64_t low;
    std::uint64_t high;
    std::int64_t before = 0; ///< what the piece counts below the slice

  private:
    [[nodiscard]] bool is_signed() const { return !easy_.of_.chi.is_principal(); }

    std::int64_t fill_unsigned(const PrimeSieve::Window& window) {
        SliceTable& slice = buffers_.slice;
        to_odd_words(window, buffers_.odd_words);
        slice.resize(kernels_.layout, buffers_.odd_words.size());
        slice.low = low;
        slice.fraction_bits = easy_.fraction_bits_;
        return static_cast<std::int64_t>(
            kernels_.fill_slice(buffers_.odd_words.data(), buffers_.odd_words.size(), slice));
    }

    /// 2, 3 and 5, which the bitmap has not, lie below every quotient.
    std::int64_t fill_signed(std::span<const std::uint8_t> bitmap) {
        const std::size_t lines = bitmap.size() / line_bytes;
        buffers_.ranks.resize(kernels_.layout, lines);
        kernels_.build_ranks(bitmap.data(), lines, easy_.of_.chi.minus(), buffers_.ranks);
        const std::int64_t small = low == 0 ? easy_.of_.pi(5) : 0;
        before += small;
        return kernels_.survivors_up_to(buffers_.ranks, high - low - 1) + small;
    }

    [[nodiscard]] std::int64_t sum_in_slice(uint128 xp, std::span<const double> q) const {
        return is_signed()
                   ? kernels_.sum_by_inverses(xp, q.data(), q.size(), low, high, buffers_.ranks)
                   : static_cast<std::int64_t>(
                       kernels_.sum_pi(xp, q.data(), q.size(), buffers_.slice));
    }

    const EasyLeaves& easy_;
    const Kernels& kernels_;
    Buffers& buffers_;
};

EasyLeaves::EasyLeaves(const CharacterTables& of, const Builders& builders)
    : of_(of), tables_(of.tables),
      fraction_bits_(52 - static_cast<int>(std::bit_width(tables_.parameters.sqrt_x + 2))) {
    for (const int sign : of.signs()) {
        inverses_.emplace_back(of.pi, sign, largest_kept(tables_.parameters), builders);
    }
}

int128 EasyLeaves::constant() const {
    const auto pi = [this](std::uint64_t n) { return static_cast<int128>(of_.pi(n)); };
    const int128 pi_y = pi(tables_.parameters.y);
    int128 sum = 0;
    for (std::uint64_t b = k + 1; b <= tables_.d; ++b) {
        const std::uint64_t p = tables_.prime(b);
        const EasyLimits c(tables_.parameters, p, tables_.parameters.x / p);
        if (c.empty()) {
            continue;
        }
        int128 of_p = (1 - pi(p - 1)) * (pi_y - pi(c.l));
        if (c.reflected()) {
            of_p += pi(c.v) * pi_y - pi(c.s1) * pi(c.u);
        }
        sum += of_.chi(p) * of_p;
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
    for (std::uint64_t low = lo; low < hi && !give_up.stop_requested();) {
        const std::uint64_t high = std::min(hi, low + tables_.parameters.options.slice);
        Slice slice(*this, low, high, kernels, buffers);
        slice.before = result.count;
        const std::int64_t primes = slice.fill(sieve);
        add_prime_leaves(slice, result);
        add_composite_leaves(slice, result);
        result.count += primes;
        low = high;
    }
    return result;
}

// v < high  <=>  q > floor(xp / high),   v >= low  <=>  q <= floor(xp / low).
// q > p and v >= low need p^2 low < x. C has none with p^3 <= x / y; and there v < y for q in
// (v, u], v < p^2 for all others, as q > x / p^3.
void EasyLeaves::add_prime_leaves(Slice& slice, CountedSum& result) const {
    const Parameters& limits = tables_.parameters;
    const std::uint64_t low = std::max<std::uint64_t>(slice.low, 1);
    const std::uint64_t root = slice.low < limits.y ? 0 : integer_sqrt(slice.low);
    const std::uint64_t before = tables_.pi(std::max(root, integer_cbrt(limits.x_over_y)));
    const std::uint64_t last = tables_.pi(std::min(limits.cbrt_x, integer_sqrt(limits.x / low)));
    for (std::uint64_t b = std::max(k, before) + 1; b <= last; ++b) {
        const int of_p = of_.chi(tables_.prime(b));
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
            const CountedSum sum = slice.sum(xp, lo, hi);
            const int coefficient = of_p * static_cast<int>(range.weight);
            result.sum += coefficient * sum.sum;
            result.weight += coefficient * sum.weight;
        }
    }
}

// m = q r <= z, p < q < r, so q <= sqrt(z); m > max(z/p, x/p^3), and v in the slice bounds m like q
// above.
void EasyLeaves::add_composite_leaves(Slice& slice, CountedSum& result) const {
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
        const int128 before = of_.pi(p - 1);
        const std::uint64_t last_q = tables_.pi(std::min(limits.y, integer_sqrt(hi)));
        for (std::uint64_t i = std::max(b, tables_.pi(lo / limits.y)) + 1; i <= last_q; ++i) {
            const std::uint64_t q = tables_.prime(i);
            const std::uint64_t r_lo = std::max(q, lo / q);
            const std::uint64_t r_hi = std::min(limits.y, hi / q);
            if (r_lo >= r_hi) {
                continue;
            }
            const CountedSum sum = slice.sum(xp / q, r_lo, r_hi);
            const int of_p_q = of_.chi(p) * of_.chi(q);
            result.sum -= of_p_q * (sum.sum + (1 - before) * sum.weight);
            result.weight -= of_p_q * sum.weight;
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

std::uint64_t EasyLeaves::bytes_of_signs(const Parameters& p) {
    const std::uint64_t lines = p.options.slice / grain;
    return RankTable::bytes(kernels(p.options.set).layout, lines);
}

} // namespace primerank::pi
