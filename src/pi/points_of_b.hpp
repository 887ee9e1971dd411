#pragma once

#include "numbers/interval.hpp"
#include "pi/character_tables.hpp"
#include "pi/counted_sum.hpp"
#include "pi/kernels.hpp"
#include "pi/prime_sieve.hpp"

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// B = sum over y < p <= sqrt x of chi(p) pi_chi(x / p), from adjacent segments of what the sieve
/// of the hard leaves leaves in the end: primes, and 1. The counting function is that of the primes
/// above sqrt x, with their signs. The large p themselves come from windows, sieved as n ascends
/// and p descends.
class PointsOfB {
  public:
    /// Of windows in which p are found.
    static constexpr std::uint64_t window_numbers = 1 << 18;

    /// buffer: for the primes of a window.
    PointsOfB(const CharacterTables& of, const Kernels& kernels, std::vector<std::uint32_t>& buffer)
        : of_(of), limits_(of.tables.parameters), kernels_(kernels), buffer_(buffer),
          sieve_(kernels, of.tables.patterns, of.tables.primes) {}

    /// ranks: of the segment's bitmap, which has only bits of primes and of 1
    /// (Kernels::build_ranks). Needs segment.stop > sqrt x.
    void add(const Interval& segment, const RankTable& ranks);

    [[nodiscard]] const CountedSum& sum() const { return sum_; }

  private:
    [[nodiscard]] Candidates primes_of(const PrimeSieve::Window& window, int sign);

    const CharacterTables& of_;
    const Parameters& limits_;
    const Kernels& kernels_;
    std::vector<std::uint32_t>& buffer_;
    PrimeSieve sieve_;
    CountedSum sum_;
};

} // namespace primerank::pi
