#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/uint128.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace primerank::jump {

enum class Side { below, above };

/// Goes from many numbers to their neighbouring primes, testing candidates of all of them together.
class Neighbours {
  public:
    explicit Neighbours(InstructionSet set) : set_(set) {}

    /// Makes the nearest prime on that side of each odd number, all counted from the origin; 0
    /// where there is none above 2. The primes are below proven_limit.
    void find(uint128 origin, std::span<std::uint64_t> numbers, Side side);

  private:
    InstructionSet set_;
    std::vector<std::size_t> open_; ///< which numbers are not there yet
    std::vector<std::uint64_t> candidates_;
    std::vector<std::uint8_t> verdicts_;
};

} // namespace primerank::jump
