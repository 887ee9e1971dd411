#include "pi/character_tables.hpp"

namespace primerank::pi {

CharacterTables::CharacterTables(const Tables& shared, const Character& character)
    : tables(shared), chi(character), pi(shared.pi, character) {
    if (chi.is_principal()) {
        return;
    }
    for (const std::uint32_t p : std::span(tables.primes).subspan(1)) {
        if (chi(p) != 0) {
            lists_[chi(p) > 0 ? 0 : 1].push_back(p);
        }
    }
}

std::uint64_t CharacterTables::bytes(const Parameters& parameters) {
    return CharacterPi::bytes(Tables::largest_argument_of_pi(parameters))
           + Tables::bytes_of_listed_primes(parameters);
}

std::span<const int> CharacterTables::signs() const {
    static constexpr std::array both = {1, -1};
    return std::span(both).first(chi.is_principal() ? 1 : 2);
}

std::span<const std::uint32_t> CharacterTables::primes(int sign, std::uint64_t lo,
                                                       std::uint64_t hi) const {
    const std::span<const std::uint32_t> list =
        chi.is_principal() ? std::span(tables.primes).subspan(1)
                           : std::span<const std::uint32_t>(lists_[sign > 0 ? 0 : 1]);
    const std::uint64_t before = pi.count(sign, lo);
    return list.subspan(before, pi.count(sign, hi) - before);
}

} // namespace primerank::pi
