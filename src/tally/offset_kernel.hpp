#pragma once

#include "numbers/instruction_set.hpp"
#include "sieve/segment.hpp"

#include <cstdint>

namespace primerank::tally {

/// The primes of a segment, summed up from its base: p = base + offset.
struct OffsetSums {
    std::uint64_t count = 0;
    std::uint64_t offsets = 0; ///< the sum of the offsets
};

/// Needs segment.bytes.size() <= sieve::max_segment_bytes.
OffsetSums sum_offsets(const sieve::Segment& segment, InstructionSet set);

} // namespace primerank::tally
