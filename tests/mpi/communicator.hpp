#pragma once

#include "cluster/mpi_communicator.hpp"

namespace primerank::cluster {

/// The ranks that mpirun started this test with.
MpiCommunicator& world();

} // namespace primerank::cluster
