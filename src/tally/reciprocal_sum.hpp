#pragma once

#include "numbers/instruction_set.hpp"
#include "numbers/serialization.hpp"
#include "tally/end_primes.hpp"
#include "tally/measure.hpp"
#include "tally/pattern_search.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace primerank::tally {

/// A sum of reciprocals in fixed point: each is rounded down to a multiple of 2^-124 by itself, so
/// that the sum depends on its terms alone and not on how they were grouped. It is too small by
/// less than terms * 2^-124; for fewer than 2^59 terms that is less than 2^-65. The sum of 1/p over
/// all p < 2^64 is less than 4.1, so 128 bits hold it.
struct ReciprocalSum {
    static constexpr int fraction_bits = 124;

    uint128 value = 0;       ///< in units of 2^-124
    std::uint64_t terms = 0; ///< how many reciprocals
    EndPrimes<1> ends;       ///< kept for twins only

    void combine(const ReciprocalSum& right);

    friend bool operator==(const ReciprocalSum&, const ReciprocalSum&) = default;

    template <class Archive>
    void serialize(Archive& archive, unsigned /*version*/) {
        serialize_wide(archive, value);
        archive& terms;
        archive& ends;
    }
};

/// Decimal numbers that the true sum lies between, in the wide sense.
struct DecimalBounds {
    std::string lower;
    std::string upper;
};

/// The bounds with so many decimals, rounded outwards.
DecimalBounds decimal_bounds(const ReciprocalSum& sum, unsigned decimals);

/// How far the true sum can lie above the lower bound with so many decimals: two digits, rounded
/// up, such as "1.8e-27".
std::string error_bound(const ReciprocalSum& sum, unsigned decimals);

/// What reciprocals are summed over.
enum class ReciprocalsOf {
    primes, ///< 1/p
    twins,  ///< 1/p + 1/(p + 2) where both are prime: partial sums of Brun's constant
};

/// Sums the reciprocals of primes, or of twin primes whose pair the interval holds; 5 counts twice.
class ReciprocalSumMeasure {
  public:
    using Tally = ReciprocalSum;

    explicit ReciprocalSumMeasure(ReciprocalsOf what, InstructionSet set = instruction_set());

    [[nodiscard]] ReciprocalSum of_segment(const sieve::Segment& segment) const;
    [[nodiscard]] ReciprocalSum of_primes(std::span<const std::uint64_t> primes) const;

  private:
    ReciprocalsOf what_;
    PatternSearch twins_;
};

} // namespace primerank::tally
