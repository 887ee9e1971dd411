#include "commands/pattern_method.hpp"

#include "commands/common_options.hpp"
#include "commands/journals.hpp"
#include "constellations/cost.hpp"
#include "report/numerals.hpp"

#include <algorithm>
#include <fmt/core.h>
#include <optional>
#include <stdexcept>

namespace primerank::commands {
namespace {

bool can_be_sieved_for(const std::vector<tally::Pattern>& patterns) {
    return !patterns.empty()
           && std::all_of(patterns.begin(), patterns.end(), [](const tally::Pattern& pattern) {
                  return pattern.offsets().size() >= 2;
              });
}

ChosenMethod cheaper_method(const std::vector<tally::Pattern>& patterns, const Interval& interval) {
    const double sieving = constellations::SearchCost(*family_of(patterns))(interval);
    const double enumerating = sieve::cost(interval, sieve::Method::enumerate);
    ChosenMethod chosen;
    chosen.patterns = sieving < enumerating;
    chosen.why = fmt::format("pattern about {} of one core, enumerate {}",
                             report::duration(sieving), report::duration(enumerating));
    return chosen;
}

} // namespace

std::string ChosenMethod::name() const {
    return patterns ? "pattern" : method_name(sieve);
}

ChosenMethod choose_method(const std::string& method, const std::string& journal,
                           const std::vector<tally::Pattern>& patterns, const Interval& interval) {
    const bool possible = can_be_sieved_for(patterns) && interval.stop <= two_to_the_64;
    ChosenMethod chosen;
    if (method == "pattern" && interval.stop <= two_to_the_64) {
        if (!possible) {
            throw std::invalid_argument("--method pattern sieves for constellations of two members "
                                        "or more, and primes are asked for here");
        }
        chosen.patterns = true;
    } else if (method != "auto" || !possible) {
        chosen.sieve = parse_method(method, interval);
    } else if (const std::optional<std::string> recorded = recorded_method(journal)) {
        chosen.patterns = *recorded == "pattern";
    } else {
        chosen = cheaper_method(patterns, interval);
    }
    return chosen;
}

std::shared_ptr<const constellations::Family>
family_of(const std::vector<tally::Pattern>& patterns) {
    return std::make_shared<const constellations::Family>(patterns);
}

} // namespace primerank::commands
