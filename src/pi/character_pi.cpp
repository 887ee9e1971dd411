#include "pi/character_pi.hpp"

namespace primerank::pi {

CharacterPi::CharacterPi(const PiTable& pi, const Character& chi)
    : pi_(pi), chi_(chi), minus_(doubled(chi.minus())) {
    if (chi.is_principal()) {
        return;
    }
    const std::uint64_t entries = pi.limit() / 240 + 1;
    before_.resize(entries);
    std::int64_t sum = of_small_primes(6);
    for (std::uint64_t e = 0; e < entries; ++e) {
        before_[e] = static_cast<std::int32_t>(sum);
        sum += signed_count(pi.bits_up_to(240 * e + 239));
    }
}

std::int64_t CharacterPi::of_small_primes(std::uint64_t n) const {
    std::int64_t sum = 0;
    for (const std::uint64_t p : {2U, 3U, 5U}) {
        sum += p <= n ? chi_(p) : 0;
    }
    return sum;
}

} // namespace primerank::pi
