#include "pi/phi0.hpp"

#include "pi/kernels.hpp"

#include <algorithm>
#include <vector>

namespace primerank::pi {
namespace {

/// Sum of mu(m) chi(m) phi(x / m, 8), in 64 bits as far as x allows.
template <class Integer, class Phi>
int128 sum_of_values(Integer x, const Phi& phi, const Candidates& m) {
    int128 sum = 0;
    for (std::size_t i = 0; i < m.size; ++i) {
        const std::uint64_t value = m.composites[i];
        const int128 of_m = static_cast<int128>(phi(x / (m.base + (value >> 1))));
        const int128 minus = -static_cast<int128>(value & 1); // -1 where mu(m) chi(m) = -1
        sum += (of_m ^ minus) - minus;
    }
    return sum;
}

} // namespace

OrdinaryLeaves::OrdinaryLeaves(const CharacterTables& of)
    : tables_(of.tables), minus_(of.chi.minus()) {
    if (of.chi.is_principal()) {
        phi_.emplace();
    } else {
        character_phi_.emplace(of.chi);
    }
}

int128 OrdinaryLeaves::sum(std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
                           const std::stop_token& give_up) const {
    return phi_ ? sum(lo, hi, kernels, give_up, *phi_)
                : sum(lo, hi, kernels, give_up, *character_phi_);
}

template <class Phi>
int128 OrdinaryLeaves::sum(std::uint64_t lo, std::uint64_t hi, const Kernels& kernels,
                           const std::stop_token& give_up, const Phi& phi) const {
    const uint128 x = tables_.parameters.x;
    std::vector<std::uint16_t> values(selected_values);
    int128 result = lo == 0 && hi > 0 ? static_cast<int128>(phi(x)) : 0; // m = 1
    // (first, last] instead of [first, last): as multiples of 30 neither is an m.
    for (std::uint64_t first = lo; first < hi && !give_up.stop_requested();) {
        const std::uint64_t last = std::min(hi, first + selected_numbers);
        const std::size_t n = kernels.select_factors(tables_.factors.entries(), first, last, k + 1,
                                                     minus_, values.data());
        const Candidates m = {values.data(), nullptr, n, (first + 1) / 120 * 120};
        result += x >> 64 == 0 ? sum_of_values(static_cast<std::uint64_t>(x), phi, m)
                               : sum_of_values(x, phi, m);
        first = last;
    }
    return result;
}

} // namespace primerank::pi
