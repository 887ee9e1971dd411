#include "commands/provable.hpp"

#include "numbers/bound.hpp"

#include <stdexcept>

namespace primerank::commands {

uint128 parse_provable(std::string_view text, uint128 largest) {
    const uint128 n = parse_bound(text, ~uint128{0});
    if (n > largest) {
        refuse_unproven();
    }
    return n;
}

void refuse_unproven() {
    throw std::invalid_argument("primality is proven below " + to_string(proven_limit));
}

} // namespace primerank::commands
