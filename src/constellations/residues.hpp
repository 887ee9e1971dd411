#pragma once

#include "tally/pattern.hpp"

#include <cstdint>
#include <vector>

namespace primerank::constellations {

/// The residues of n modulo p, ascending, for which a member n + o of the pattern is a multiple of
/// p. There are w(p) <= k of them, and fewer than p.
std::vector<std::uint32_t> struck_residues(const tally::Pattern& pattern, std::uint32_t p);

/// 1 / a modulo the prime p, which does not divide a.
std::uint32_t inverse(std::uint64_t a, std::uint32_t p);

/// Primes in ascending order, all of those up to largest_depth.
const std::vector<std::uint32_t>& sieving_primes();

/// No tape is longer: a thousand of these fit a cache of the second level or two.
inline constexpr std::uint32_t largest_depth = 8192;

} // namespace primerank::constellations
