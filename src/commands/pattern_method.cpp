#include "commands/pattern_method.hpp"

#include "commands/journals.hpp"
#include "constellations/cost.hpp"
#include "report/numerals.hpp"
#include "sieve/cost.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <stdexcept>
#include <utility>

namespace primerank::commands {
namespace {

bool can_be_sieved_for(const std::vector<tally::Pattern>& patterns) {
    return !patterns.empty()
           && std::all_of(patterns.begin(), patterns.end(), [](const tally::Pattern& pattern) {
                  return pattern.offsets().size() >= 2;
              });
}

/// Seconds of one thread to sieve for the patterns, and to enumerate the primes.
std::pair<double, double> costs(const std::vector<tally::Pattern>& patterns,
                                const Interval& interval) {
    return {constellations::SearchCost(*family_of(patterns))(interval),
            sieve::cost(interval, sieve::Method::enumerate)};
}

} // namespace

bool sieves_for_patterns(const std::string& method, const std::string& journal,
                         const std::vector<tally::Pattern>& patterns, const Interval& interval) {
    const bool possible = can_be_sieved_for(patterns);
    if (method == "pattern" && !possible) {
        throw std::invalid_argument("--method pattern sieves for constellations of two members or "
                                    "more, and primes are asked for here");
    }
    if (method != "auto" || !possible) {
        return method == "pattern";
    }
    const auto recorded = recorded_method(journal);
    if (recorded) {
        return *recorded == "pattern";
    }
    const auto [sieving, enumerating] = costs(patterns, interval);
    return sieving < enumerating;
}

std::string weighed_methods(const std::vector<tally::Pattern>& patterns, const Interval& interval) {
    if (!can_be_sieved_for(patterns)) {
        return {};
    }
    const auto [sieving, enumerating] = costs(patterns, interval);
    return fmt::format("pattern about {} of one core, enumerate {}", report::duration(sieving),
                       report::duration(enumerating));
}

std::shared_ptr<const constellations::Family>
family_of(const std::vector<tally::Pattern>& patterns) {
    return std::make_shared<const constellations::Family>(patterns);
}

} // namespace primerank::commands
