#pragma once

#include "cluster/shared_file.hpp"

namespace primerank::cluster {

/// A shared file written by MPI-IO. Every lane is a handle of its own, because MPI libraries lock a
/// handle for as long as one thread writes through it; where MPI may not be called from several
/// threads there is one lane, for the thread that initialised MPI.
std::unique_ptr<SharedFile> open_mpi_file(const std::string& path, int lanes);

} // namespace primerank::cluster
