#pragma once

#include "pi/character_tables.hpp"
#include "pi/counted_sum.hpp"
#include "pi/kernels.hpp"
#include "pi/wheel.hpp"
#include "sieve/aligned_buffer.hpp"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace primerank::pi {

/// The terms that need a sieve up to x / y, with p = p_b and n = floor(x / (p m)):
///
///     D = - sum over k < b <= d of chi(p) sum over m of mu(m) chi(m) phi(n, b - 1)
///
/// over squarefree m with lpf(m) > p, no factor above y, and z/p < m <= min(z, x / p^3); for
/// p > sqrt(z) such an m is one prime, m <= y. And
///
///     B = sum over y < p <= sqrt x of chi(p) pi(x / p),
///
/// where phi(n, b - 1) adds up chi over what the first b - 1 primes leave of 1 ... n, and pi(n)
/// over the primes up to n. Both are cut up by n, the argument of phi and pi; so one sieve serves
/// all b in turn, and what is left at its end, primes, serves B. The counting functions of a piece
/// [lo, hi) (CountedSum): for D one each b, at index b - k - 1; for B one, the primes above sqrt x.
///
/// The functions of different b do not meet in (S, W, N), so a piece may also have but some of
/// them: a tile, an interval of n and one of b, for which the primes below are sieved out
/// uncounted. As B has no point up to sqrt x, tiles with the same n < sqrt x, one for each part of
/// the b, add up to the piece with all.
class HardLeaves {
  public:
    /// of: must outlive it.
    explicit HardLeaves(const CharacterTables& of) : of_(of), tables_(of.tables) {}

    struct Sums {
        CountedSums d;
        CountedSum b;
    };

    /// Scratch memory of one thread.
    struct Buffers {
        sieve::AlignedBuffer<std::uint8_t> segment;
        sieve::AlignedBuffer<std::int16_t> line_counts;
        sieve::AlignedBuffer<std::int32_t> superlines;
        RankTable ranks;
        std::vector<std::uint16_t> composites;
        std::vector<std::uint32_t> primes;
        std::vector<WheelCursor> multiples;
    };

    /// n may be cut at the multiples of this.
    static constexpr std::uint64_t grain = 30 * line_bytes;

    /// The n end here: a multiple of grain.
    [[nodiscard]] std::uint64_t end() const;

    /// The end of the first segment, or a multiple of grain up to sqrt x: leaves lie densest below,
    /// so the work there is cut over b. 0 where no such multiple is left.
    [[nodiscard]] std::uint64_t dense_end() const;

    /// lo <= n < hi, both multiples of grain up to end(), and b_after < b <= b_last. All b, that is
    /// from k to d, where hi is above sqrt x.
    struct Tile {
        std::uint64_t lo = 0;
        std::uint64_t hi = 0;
        std::uint64_t b_after = 0;
        std::uint64_t b_last = 0;
    };

    /// kernels: for signs unless the character is principal. Once give_up is requested, anything.
    [[nodiscard]] Sums sums(const Tile& tile, const Kernels& kernels, Buffers& buffers,
                            const std::stop_token& give_up = {}) const;

    /// The same for all b.
    [[nodiscard]] Sums sums(std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
                            Buffers& buffers, const std::stop_token& give_up = {}) const {
        return sums({lo, hi, k, tables_.d}, kernels, buffers, give_up);
    }

    /// Scratch memory of a thread, in bytes.
    static std::uint64_t bytes(const Parameters& parameters);

  private:
    const CharacterTables& of_;
    const Tables& tables_;
};

} // namespace primerank::pi
