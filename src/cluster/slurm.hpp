#pragma once

#include <optional>

namespace primerank::cluster {

/// Seconds until the end of the Slurm job that this process is part of: from SLURM_JOB_END_TIME
/// where Slurm sets it, else as squeue says. Nothing outside a job, or where neither knows.
std::optional<double> seconds_to_job_end();

} // namespace primerank::cluster
