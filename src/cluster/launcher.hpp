#pragma once

namespace primerank::cluster {

/// What the environment says about how this process was started, before any MPI call is made.
struct Launch {
    bool parallel = false; ///< started by mpirun or srun, so that MPI must be initialised
    int rank = 0;          ///< as the launcher numbers it; 0 when there is none
    bool mpirun = false;   ///< started by Open MPI's mpirun
};

/// Reads the variables that Open MPI (OMPI_COMM_WORLD_RANK), PMIx as used by srun (PMIX_RANK) and
/// other process managers (PMI_RANK) set. SLURM_PROCID does not count: a batch script has it too.
Launch detect_launch();

} // namespace primerank::cluster
