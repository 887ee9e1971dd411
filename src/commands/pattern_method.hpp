#pragma once

#include "constellations/family.hpp"
#include "numbers/interval.hpp"
#include "sieve/cost.hpp"
#include "tally/pattern.hpp"

#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {

/// How what was asked for is found: by sieving for patterns, or by looking for it among the primes.
struct ChosenMethod {
    bool patterns = false;
    sieve::Method sieve = sieve::Method::enumerate; ///< how the primes are found otherwise
    std::string why{};                              ///< of auto, for a dry run

    /// The word for it in results and journals.
    [[nodiscard]] std::string name() const;
};

/// The method that --method names. auto sieves for patterns where that is expected to be faster, or
/// was when the journal was begun. patterns: all that is asked for, none for primes; the
/// expectation depends on them and the interval alone, as the method is part of the question.
/// Throws std::invalid_argument for a word that is no method, and for `pattern` where there is no
/// pattern, or one of a single member.
ChosenMethod choose_method(const std::string& method, const std::string& journal,
                           const std::vector<tally::Pattern>& patterns, const Interval& interval);

/// The same patterns as one search looks for them.
std::shared_ptr<const constellations::Family>
family_of(const std::vector<tally::Pattern>& patterns);

} // namespace primerank::commands
