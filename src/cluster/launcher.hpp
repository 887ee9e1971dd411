#pragma once

#include "cluster/ancestors.hpp"

#include <string>
#include <vector>

namespace primerank::cluster {

/// How this process was started, as the environment and the processes above it say before any MPI
/// call is made: one of many tasks, each of which has this command line, or alone.
struct Launch {
    bool parallel = false; ///< MPI must be initialised
    int rank = 0;          ///< as the launcher numbers it; 0 when there is none
    int tasks = 1;         ///< how many there are at least
    bool direct = false;   ///< by a launcher itself: the other tasks have this command line too
    std::string launcher;  ///< what sets the variable, for people
    std::string variable;  ///< that says that there are tasks

    /// Whether this task says what all of them would say alike. Only rank 0 does, where it is
    /// certain that there is one: a task below a shell script or some other program cannot know
    /// whether rank 0 ever comes here, so that it speaks for itself.
    [[nodiscard]] bool speaks() const { return rank == 0 || !direct; }
};

/// Of this process. Read once.
const Launch& detect_launch();

/// The rule behind detect_launch.
///
/// What says that there are tasks: OMPI_COMM_WORLD_RANK of Open MPI's mpirun, PMIX_RANK, PMI_RANK
/// and MV2_COMM_WORLD_RANK of other launchers, and SLURM_PROCID inside a step of srun with more
/// than one task (a batch script has SLURM_PROCID too, but runs in no step).
///
/// Every process that a task starts inherits these variables. So a process is alone
///  - when an MPI process above it is the task: MPI in here would fail, or hang, or end that job;
///  - when it is below the only task of a job, as after `srun --pty bash`: one task can initialise
///    MPI only once, but run many commands.
/// Below programs that do not use MPI, such as shells, `time` or `perf`, it is a task like them.
///
/// Tasks that have a rank but no way to each other (srun --mpi=none) are not parallel: tasks is
/// more than 1 then, and missing_ranks has the sentence.
Launch launch_of(const Environment& own, const std::vector<Ancestor>& above);

/// Why this task must not begin work for all, when the launcher started more tasks than there are
/// ranks that know of each other: each would do the whole work. Empty where all is well.
/// library: the MPI library's name and version; empty for a program without.
std::string missing_ranks(const Launch& launch, int ranks, const std::string& library);

} // namespace primerank::cluster
