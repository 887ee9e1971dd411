#include "commands/pi_question.hpp"

#include "pi/logarithmic_integral.hpp"
#include "pi/riemann_r.hpp"
#include "report/numerals.hpp"

#include <fmt/format.h>

namespace primerank::commands {
namespace {

report::Result terms_of(const pi::PiTerms& terms) {
    return {{"A+C", to_string(terms.a_and_c)},
            {"B", to_string(terms.b)},
            {"D", to_string(terms.d)},
            {"Phi0", to_string(terms.phi0)},
            {"Sigma", to_string(terms.sigma)}};
}

/// Smooth estimates to the nearest integer, and how far they are off.
report::Result estimates_of(uint128 x, uint128 primes) {
    const int128 li = pi::rounded(pi::offset_logarithmic_integral(pi::to_real(x)));
    const int128 r = pi::rounded(pi::riemann_r(pi::to_real(x)));
    const auto pi = static_cast<int128>(primes);
    return {{"Li", to_string(li)},
            {"Li-pi", to_string(li - pi)},
            {"R", to_string(r)},
            {"R-pi", to_string(r - pi)}};
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
