#pragma once

#include "numbers/instruction_set.hpp"
#include "tally/pattern.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace primerank::constellations {

/// How to sieve an interval for a pattern.
struct Plan {
    std::vector<std::uint32_t> modulus_primes; ///< 2, 3, 5, ... q: their product is the modulus M
    std::uint32_t depth = 0;                   ///< primes above q and up to here have tapes
    double seconds = 0;                        ///< expected, of one thread

    [[nodiscard]] std::uint64_t modulus() const;
};

/// What the steps of the sieve take, in nanoseconds.
struct Costs {
    double tape_unit;   ///< a short tape and unit_bytes of a line
    double tape_line;   ///< a tape and line: to move its position
    double line;        ///< a line
    double unit;        ///< to look through unit_bytes of a line
    double survivor;    ///< to take one out of a line
    double narrow_test; ///< a test, by each bit of the number: below 2^50,
    double wide_test;   ///< below 2^61,
    double widest_test; ///< and above
};

/// Of a common core with this instruction set.
const Costs& costs(InstructionSet set);

/// Weighs moduli and depths against each other for one pattern.
class Planner {
  public:
    Planner(const tally::Pattern& pattern, const Costs& costs);

    /// The cheapest way for `width` integers near `height`.
    [[nodiscard]] Plan cheapest(double width, double height) const;

    /// Another way, which shares neither the modulus nor the depth of the cheapest: for audits.
    [[nodiscard]] Plan other(double width, double height) const;

  private:
    class Tests;

    [[nodiscard]] Plan with_modulus(std::size_t modulus_primes, double width,
                                    const Tests& tests) const;
    [[nodiscard]] Plan best_but(std::size_t excluded, double width, double height) const;

    Costs costs_;
    double members_;
    std::vector<double> struck_; ///< of the residues modulo each sieving prime, the part struck
};

} // namespace primerank::constellations
