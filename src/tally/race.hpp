#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/origin.hpp"
#include "tally/measure.hpp"
#include "tally/residue_mask.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace primerank::tally {

/// A race between residue classes mod q: a prime in an ahead class counts +1, one in a behind class
/// -1, any other 0. Its difference is the sum over the primes so far.
class Race {
  public:
    /// One class against another. Throws std::invalid_argument unless the modulus is legal (see
    /// checked_modulus) and the classes are different ones below it.
    static Race of_classes(std::uint64_t modulus, std::uint64_t ahead, std::uint64_t behind);

    /// The quadratic non-residues among the classes prime to the modulus against the residues: by
    /// Chebyshev's bias the former lead mostly (Rubinstein and Sarnak, 1994).
    /// Throws std::invalid_argument when all classes prime to the modulus are residues.
    static Race of_nonresidues(std::uint64_t modulus);

    [[nodiscard]] std::uint64_t modulus() const { return modulus_; }

    /// The same race for numbers that are counted from an origin: its sign(n) is that of
    /// origin + n.
    [[nodiscard]] Race counted_from(uint128 origin) const;

    /// +1, -1 or 0.
    [[nodiscard]] int sign(std::uint64_t n) const { return signs_[n % modulus_]; }

  private:
    Race(std::uint64_t modulus, std::vector<std::int8_t> signs)
        : modulus_(modulus), signs_(std::move(signs)) {}

    std::uint64_t modulus_;
    std::vector<std::int8_t> signs_;
};

/// How a race's difference moves over an interval, from 0 at its beginning.
struct RaceRange {
    std::int64_t delta = 0; ///< at the end
    std::int64_t min = 0;   ///< smallest anywhere, the beginning included
    std::int64_t max = 0;   ///< largest anywhere, the beginning included

    void combine(const RaceRange& right);

    friend bool operator==(const RaceRange&, const RaceRange&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& delta;
        archive& min;
        archive& max;
    }
};

/// Follows a race's difference. Its table over a grid of blocks is what lead changes are found by.
class RaceMeasure {
  public:
    using Tally = RaceRange;

    explicit RaceMeasure(const Race& race, InstructionSet set = instruction_set());

    [[nodiscard]] RaceRange of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] RaceRange of_primes(std::span<const std::uint64_t> primes) const;

    /// Combines with the segment's tally, looking at single primes only where a new extreme is
    /// possible.
    void observe(RaceRange& range, const sieve::Segment& segment) const;

  private:
    Race race_;
    ResidueMask ahead_;
    ResidueMask behind_;
    InstructionSet set_;
};

/// Where a race stands between two primes.
struct Standing {
    std::int64_t difference = 0;
    std::int64_t leader = 0; ///< the sign of the last difference that was not 0; 0: none so far

    Standing() = default;
    /// The standing of a race that begins with this difference.
    explicit Standing(std::int64_t lead) : difference(lead), leader((lead > 0) - (lead < 0)) {}

    friend bool operator==(const Standing&, const Standing&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& difference;
        archive& leader;
    }
};

/// A prime at which the lead goes over, or is taken for the first time when nobody had it.
struct LeadChange {
    Offset prime;
    std::int64_t leader = 0; ///< +1: the ahead classes lead from here, -1: the behind classes

    friend bool operator==(const LeadChange&, const LeadChange&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        archive& prime.value;
        archive& leader;
    }
};

/// Moves the standing past a prime; the change when the lead goes over there.
std::optional<LeadChange> pass(Standing& standing, const Race& race, std::uint64_t prime);

/// Whether the difference touches 0 in a block of this range, so that the lead may go over there.
constexpr bool is_close(std::int64_t difference, const RaceRange& block) {
    return difference + block.min <= 0 && difference + block.max >= 0;
}

/// Moves the standing past a block: at once where the lead cannot go over, else prime by prime.
/// walk(visit) calls visit(p) for the primes of the block in ascending order; found(change) gets
/// every change of the lead.
template <class Walk, class Found>
void pass(Standing& standing, const Race& race, const RaceRange& block, const Walk& walk,
          const Found& found) {
    if (!is_close(standing.difference, block)) {
        standing = Standing(standing.difference + block.delta);
        return;
    }
    walk([&](std::uint64_t prime) {
        if (const auto change = pass(standing, race, prime)) {
            found(*change);
        }
    });
}

} // namespace primerank::tally
