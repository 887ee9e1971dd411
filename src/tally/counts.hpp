#pragma once

#include "tally/densest.hpp"
#include "tally/end_primes.hpp"
#include "tally/measure.hpp"
#include "tally/tuplet_kernel.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace primerank::tally {

/// A tuplet across a border has at most this many members on one side.
inline constexpr std::size_t tuplet_reach = largest_tuplet - 1;
using TupletEnds = EndPrimes<tuplet_reach>;

/// How many primes and prime tuplets an interval holds: tuplets all of whose members it holds.
/// A k-tuplet is k primes as close together as infinitely often possible, pooled over the shapes:
/// twins (0,2); triplets (0,2,6), (0,4,6); quadruplets (0,2,6,8); quintuplets (0,2,6,8,12),
/// (0,4,6,10,12); sextuplets (0,4,6,10,12,16). Those that begin with 3 or 5 count.
struct Counts {
    TupletCounts of_size{}; ///< [k - 1]: tuplets of k primes; 0 for sizes that were not asked for
    TupletSizes sizes = 0;  ///< what was asked for; 0 when the interval holds no prime
    TupletEnds ends;        ///< kept when anything larger than primes was asked for

    void combine(const Counts& right);

    friend bool operator==(const Counts&, const Counts&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        for (std::uint64_t& count : of_size) {
            archive& count;
        }
        archive& sizes;
        archive& ends;
        if constexpr (Archive::is_loading::value) {
            require_sound();
        }
    }

  private:
    /// Throws a std::runtime_error for what no interval holds.
    void require_sound() const;
};

/// Right where primes were asked for.
inline std::uint64_t primes_in(const Counts& counts) {
    return counts.of_size.front();
}

/// Counts primes and tuplets of the given sizes.
class CountMeasure {
  public:
    using Tally = Counts;

    explicit CountMeasure(TupletSizes sizes, InstructionSet set = instruction_set());

    [[nodiscard]] Counts of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] Counts of_primes(std::span<const std::uint64_t> primes) const;

  private:
    [[nodiscard]] Counts finished(const TupletCounts& of_size, const TupletEnds& ends) const;

    TupletSizes sizes_;
    InstructionSet set_;
};

} // namespace primerank::tally
