#pragma once

#include <optional>

namespace primerank::cluster {

/// Seconds until the end of the Slurm job that this process is part of: from SLURM_JOB_END_TIME
/// where Slurm sets it, else as squeue says. Nothing outside a job, or where neither knows. squeue
/// is asked once a process, at the first call: before MPI starts, which takes child processes ill,
/// and on rank 0 alone, for a thousand ranks that ask at once stop Slurm from answering.
std::optional<double> seconds_to_job_end();

} // namespace primerank::cluster
