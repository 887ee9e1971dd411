#pragma once

#include "cluster/ranks.hpp"

#include <memory>

namespace primerank::cluster {

/// What the two programs differ in, and nothing else: primerank links start_alone.cpp,
/// primerank-mpi links start_on_mpi.cpp.

/// Whether start_ranks() can connect several ranks.
bool knows_mpi();

/// The ranks of this job, as long as what is returned lives; the one rank that it is where this
/// program knows no MPI.
std::unique_ptr<Ranks> start_ranks(Threading threading);

} // namespace primerank::cluster
