#pragma once

#include "pi/builders.hpp"
#include "pi/character_tables.hpp"
#include "pi/counted_sum.hpp"
#include "pi/easy_ranges.hpp"
#include "pi/inverses.hpp"
#include "pi/kernels.hpp"
#include "pi/prime_sieve.hpp"

#include <array>
#include <cstdint>
#include <stop_token>
#include <vector>

namespace primerank::pi {

/// The terms that need pi(v) for v = floor(x / (p m)) <= sqrt x only; every prime counts chi(p) in
/// pi. With p = p_b, before(p) = pi(p - 1) and xp = floor(x / p):
///
///     A = sum over d < b <= b3, primes p < q <= sqrt(xp) of w chi(p q) pi(xp / q),
///         w = 1 if q <= xp / y, else 2;
///
///     C = - sum over k < b <= d of sum over m of mu(m) chi(p m) (pi(xp / m) - before(p) + 1)
///
/// over squarefree m with lpf(m) > p, no factor above y, max(z/p, x/p^3) < m <= z. Such an m is a
/// prime q or, only for p <= sqrt(z) and p > (x/z)^(1/3), a product q r of two.
///
/// No prime above sqrt(xp) needs to be visited. For isqrt(xp) <= s' <= Q, adding up chi(q r) over
/// the pairs of primes with q r <= xp, s' < q <= Q by r gives
///     sum over s' < q <= Q of chi(q) pi(xp / q)
///         = pi(v) pi(Q) - pi(s') pi(u) + sum over v < r <= u of chi(r) pi(xp / r),
/// v = floor(xp / Q), u = floor(xp / (s' + 1)). So for each b of C, with s = isqrt(xp) and
/// L = max(p, z/p, min(y, x/p^3)) < y, prime m contribute chi(p) times
///     (1 - before(p)) (pi(y) - pi(L))   and
///     s >= y:  sum over L < q <= y of chi(q) pi(xp / q)
///     s <  y:  pi(v) pi(y) - pi(s') pi(u) + the sums over L < q <= s and over v < q <= u,
/// with s' = max(L, s), Q = y. Where both ranges overlap, q has weight 2.
///
/// Both terms are cut up by v. The counting function of a piece [lo, hi) is that of its primes up
/// to sqrt x, so that N of the whole axis is pi(sqrt x).
class EasyLeaves {
  public:
    /// of: must outlive it; builders make its own tables. Throws std::bad_alloc, BuildingStopped.
    EasyLeaves(const CharacterTables& of, const Builders& builders);

    /// The leaves of p_b with a prime m, k < b <= b3.
    [[nodiscard]] EasyRanges ranges(std::uint64_t b) const {
        const std::uint64_t p = tables_.prime(b);
        return b <= tables_.d ? EasyRanges::of_c(tables_.parameters, p)
                              : EasyRanges::of_a(tables_.parameters, p);
    }

    /// Scratch memory of one thread.
    struct Buffers {
        std::vector<std::uint32_t> odd_words;
        SliceTable slice;
        RankTable ranks;
        std::array<Inverses::Window, 2> windows; ///< one for each sign
    };

    /// v may be cut at the multiples of this.
    static constexpr std::uint64_t grain = 1920;

    /// The v end here: a multiple of grain above sqrt x.
    [[nodiscard]] std::uint64_t end() const;

    /// The part of A + C that is a sum over leaves with lo <= v < hi, both multiples of grain.
    /// kernels: for signs unless the character is principal. Once give_up is requested, anything.
    [[nodiscard]] CountedSum sums(std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
                                  Buffers& buffers, const std::stop_token& give_up = {}) const;

    /// The part of C in closed form.
    [[nodiscard]] int128 constant() const;

    /// Memory shared by all threads, scratch memory of a thread, and what signs add to that, in
    /// bytes.
    static std::uint64_t shared_bytes(const Parameters& parameters);
    static std::uint64_t bytes(const Parameters& parameters);
    static std::uint64_t bytes_of_signs(const Parameters& parameters);

  private:
    class Slice;
    void add_prime_leaves(Slice& slice, CountedSum& result) const;
    void add_composite_leaves(Slice& slice, CountedSum& result) const;

    const CharacterTables& of_;
    const Tables& tables_;
    std::vector<Inverses> inverses_; ///< one for each sign
    int fraction_bits_ = 0;
};

} // namespace primerank::pi
