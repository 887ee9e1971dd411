#include "pi/double_check.hpp"

namespace primerank::pi {
namespace {

std::optional<std::string> difference(const char* what, int128 first, int128 second) {
    if (first == second) {
        return std::nullopt;
    }
    return std::string(what) + " is " + to_string(first) + " in the first run and "
           + to_string(second) + " in the second";
}

} // namespace

std::optional<std::string> difference(const PiWorkload& first, const PiTally& first_tally,
                                      const PiWorkload& second, const PiTally& second_tally) {
    if (auto of_roots = difference("pi(sqrt x)", first_tally.easy.count, second_tally.easy.count)) {
        return of_roots;
    }
    return difference("pi(x)", first.terms(first_tally).sum(), second.terms(second_tally).sum());
}

} // namespace primerank::pi
