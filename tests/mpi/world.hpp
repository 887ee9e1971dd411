#pragma once

#include "cluster/ranks.hpp"

namespace primerank::cluster {

/// The ranks that mpirun started this test with.
Ranks& world();

} // namespace primerank::cluster
