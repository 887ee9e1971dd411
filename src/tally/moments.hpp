#pragma once

#include "numbers/uint128.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace primerank::tally {

/// m_k = the sum of x^k over some numbers x, for k = 0 ... 8.
template <class Integer>
using Moments = std::array<Integer, 9>;

/// The moments of the numbers x + distance, up to m_power. By the binomial theorem
///     m'_k = sum over j of C(k, j) distance^(k-j) m_j,
/// which `power` passes of m_k += distance * m_(k-1), from above and each pass one shorter at the
/// lower end, build without coefficients: pass t reaches k >= t, so m_j arrives in m_k along one
/// path for each choice of k - j out of the k passes 1 ... k. After pass t, m_k is the sum of
/// (x + distance)^min(t,k) x^(k-min(t,k)), so nothing between is larger than
/// max(|x|, |x + distance|)^k can make it.
template <class Integer>
constexpr void shift(Moments<Integer>& moments, Integer distance, unsigned power) {
    for (unsigned pass = 1; pass <= power; ++pass) {
        for (unsigned k = power; k >= pass; --k) {
            moments[k] += distance * moments[k - 1];
        }
    }
}

} // namespace primerank::tally
