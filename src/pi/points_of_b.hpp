#pragma once

#include "numbers/interval.hpp"
#include "pi/counted_sum.hpp"
#include "pi/kernels.hpp"
#include "pi/prime_sieve.hpp"
#include "pi/tables.hpp"

#include <cstdint>
#include <vector>

namespace primerank::pi {

/// B = sum over y < p <= sqrt x of pi(x / p), from adjacent segments of what the sieve of the hard
/// leaves leaves in the end: primes, and 1. The counting function is that of the primes above
/// sqrt x. The large p themselves come from windows, sieved as n ascends and p descends.
class PointsOfB {
  public:
    /// Of windows in which p are found.
    static constexpr std::uint64_t window_numbers = 1 << 18;

    /// buffer: for the primes of a window.
    PointsOfB(const Tables& tables, const Kernels& kernels, std::vector<std::uint32_t>& buffer)
        : limits_(tables.parameters), kernels_(kernels), buffer_(buffer),
          sieve_(kernels, tables.patterns, tables.primes) {}

    /// ranks: of the segment's bitmap, which has only bits of primes and of 1
    /// (Kernels::build_ranks). Needs segment.stop > sqrt x.
    void add(const Interval& segment, const RankTable& ranks);

    [[nodiscard]] const CountedSum& sum() const { return sum_; }

  private:
    [[nodiscard]] Candidates primes_between(std::uint64_t first, std::uint64_t last);

    const Parameters& limits_;
    const Kernels& kernels_;
    std::vector<std::uint32_t>& buffer_;
    PrimeSieve sieve_;
    CountedSum sum_;
};

} // namespace primerank::pi
