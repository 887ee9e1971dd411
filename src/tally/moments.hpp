#pragma once

#include "numbers/uint128.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::tally {

/// m_k = the sum of x^k over some numbers x, for k = 0 ... Power.
template <class Integer, unsigned Power>
using Moments = std::array<Integer, Power + 1>;

/// The moments of the numbers x + distance. By the binomial theorem
///     m'_k = sum over j of C(k, j) distance^(k-j) m_j,
/// which Power passes of m_k += distance * m_(k-1), from above and each pass one shorter at the
/// lower end, build without coefficients: pass t reaches k >= t, so m_j arrives in m_k along one
/// path for each choice of k - j out of the k passes 1 ... k. After pass t, m_k is the sum of
/// (x + distance)^min(t,k) x^(k-min(t,k)), so nothing between is larger than
/// max(|x|, |x + distance|)^k can make it.
template <class Integer, std::size_t Count>
constexpr void shift(std::array<Integer, Count>& moments, std::int64_t distance) {
    for (std::size_t pass = 1; pass < Count; ++pass) {
        for (std::size_t k = Count - 1; k >= pass; --k) {
            moments[k] += distance * moments[k - 1];
        }
    }
}

} // namespace primerank::tally
