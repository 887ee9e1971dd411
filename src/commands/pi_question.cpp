#include "commands/pi_question.hpp"

#include "pi/estimates.hpp"
#include "report/numerals.hpp"

#include <fmt/core.h>
#include <utility>
#include <vector>

namespace primerank::commands {
namespace {

report::Result terms_of(const pi::PiTerms& terms) {
    return {{"A+C", to_string(terms.a_and_c)},
            {"B", to_string(terms.b)},
            {"D", to_string(terms.d)},
            {"Phi0", to_string(terms.phi0)},
            {"Sigma", to_string(terms.sigma)}};
}

/// Smooth estimates to the nearest integer, and how far they are off. li has a pole at 1.
report::Result estimates_of(uint128 x, uint128 primes) {
    std::vector<std::pair<std::string, int128>> estimates = {{"Li", pi::rounded_offset_li(x)}};
    if (x > 1) {
        estimates.emplace_back("li", pi::rounded_li(x));
    }
    estimates.emplace_back("R", pi::rounded_riemann_r(x));
    report::Result result;
    for (const auto& [name, estimate] : estimates) {
        result.push_back({name, to_string(estimate)});
        result.push_back({name + "-pi", to_string(estimate - static_cast<int128>(primes))});
    }
    return result;
}

} // namespace

report::Result pi_result(const PiQuestion& question, const pi::PiWorkload& workload,
                         const pi::PiTally& tally) {
    const uint128 primes = workload.finish(tally);
    report::Result result = {{"pi", to_string(primes)}};
    if (question.verbose) {
        for (const report::Result& more :
             {terms_of(workload.terms(tally)), estimates_of(question.x, primes)}) {
            result.insert(result.end(), more.begin(), more.end());
        }
    }
    return result;
}

std::string title_of(uint128 x) {
    return fmt::format("x = {}", report::grouped(to_string(x)));
}

} // namespace primerank::commands
