#pragma once

#include "numbers/instruction_set.hpp"
#include "sieve/segment.hpp"

#include <array>
#include <cstdint>

namespace primerank::tally {

/// Primes are tuplets of size 1; the largest pooled size is 6.
inline constexpr unsigned largest_tuplet = 6;

/// How many tuplets of each size lie inside a piece: [0] primes, [1] twins, ... [5] sextuplets.
using TupletCounts = std::array<std::uint64_t, largest_tuplet>;

/// The tuplets that lie inside the segment, at least those of sizes 1 to `largest`: asking for
/// fewer takes less time, and what is counted beyond is unspecified.
TupletCounts count_tuplets(const sieve::Segment& segment, unsigned largest, InstructionSet set);

} // namespace primerank::tally
