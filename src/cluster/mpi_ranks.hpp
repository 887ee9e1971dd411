#pragma once

#include "cluster/ranks.hpp"

#include <memory>

namespace primerank::cluster {

/// The ranks of MPI_COMM_WORLD, through Boost.MPI: the one place that talks MPI. They exist once a
/// process, from the initialisation of MPI to its end; calls come from the thread that made them.
std::unique_ptr<Ranks> start_mpi_ranks(Threading threading);

} // namespace primerank::cluster
