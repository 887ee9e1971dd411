#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/interval.hpp"
#include "sieve/segment.hpp"

#include <cstdint>
#include <span>

namespace primerank::tally {

/// How many primes an interval holds, and nothing else: for tables of many rows.
struct PrimeCount {
    std::uint64_t primes = 0;

    void combine(const PrimeCount& right) { primes += right.primes; }

    friend bool operator==(const PrimeCount&, const PrimeCount&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& primes;
    }
};

inline std::uint64_t primes_in(const PrimeCount& count) {
    return count.primes;
}

class PrimeCountMeasure {
  public:
    using Tally = PrimeCount;

    explicit PrimeCountMeasure(InstructionSet set = instruction_set()) : set_(set) {}

    [[nodiscard]] PrimeCount of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] PrimeCount of_primes(std::span<const std::uint64_t> primes) const {
        return {primes.size()};
    }

    /// Of the part of a segment that lies in an interval.
    [[nodiscard]] PrimeCount of_part(const sieve::Segment& segment, const Interval& interval) const;

  private:
    InstructionSet set_;
};

} // namespace primerank::tally
