#pragma once

#include "pi/pi_workload.hpp"

#include <optional>
#include <string>

namespace primerank::pi {

/// Compares the tallies of two workloads for the same x, each of its whole axis, in what does not
/// depend on alpha, pieces or kernels: the primes up to sqrt x that A and C have met, and pi(x).
/// (The terms themselves do depend on alpha.) What differs, in words; nothing when they agree.
std::optional<std::string> difference(const PiWorkload& first, const PiTally& first_tally,
                                      const PiWorkload& second, const PiTally& second_tally);

} // namespace primerank::pi
