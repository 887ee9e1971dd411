#!/bin/bash
# A cancelled job stays cancelled.
source "$(dirname "$0")/lib.sh"

for launcher in "srun --mpi=pmix" mpirun; do
    # shellcheck disable=SC2046
    PRIMERANK_LAUNCHER=$launcher submit --nodes=2 "$CHECKOUT/jobs/count.sbatch" $(campaign "$LONG")
    until_true 60 "count-$job.journal grows" under_way "count-$job.journal"
    scancel "$job"
    until_true 30 "job $job is cancelled" ended "$job"
    until_true 30 "job $job leaves its nodes" nodes_are_idle
    expect "state of a cancelled job" CANCELLED "$(field "$job" JobState)"
    expect "restarts of a cancelled job" 0 "$(field "$job" Restarts)"
done
