#pragma once

#include "constellations/family.hpp"
#include "numbers/interval.hpp"
#include "tally/pattern.hpp"

#include <memory>
#include <string>
#include <vector>

namespace primerank::commands {

/// Whether constellations are to be sieved for instead of looked for among the primes: --method
/// pattern, auto where that is expected to be faster, and what auto came to when the journal was
/// begun. patterns: all that is asked for; the expectation depends on them and the interval alone,
/// as the method is part of the question. Throws std::invalid_argument when --method pattern cannot
/// be: there is no pattern, or one of a single member.
bool sieves_for_patterns(const std::string& method, const std::string& journal,
                         const std::vector<tally::Pattern>& patterns, const Interval& interval);

/// What both ways are expected to take, for a dry run; empty where the patterns cannot be sieved
/// for.
std::string weighed_methods(const std::vector<tally::Pattern>& patterns, const Interval& interval);

/// The same patterns as one search looks for them.
std::shared_ptr<const constellations::Family>
family_of(const std::vector<tally::Pattern>& patterns);

} // namespace primerank::commands
