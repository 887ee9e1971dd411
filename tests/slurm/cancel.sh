#!/bin/bash
# A cancelled job stays cancelled.
source "$(dirname "$0")/lib.sh"

jobs=()
for launcher in "srun --mpi=pmix" mpirun; do
    # shellcheck disable=SC2046
    PRIMERANK_LAUNCHER=$launcher submit --nodes=2 "$CHECKOUT/jobs/count.sbatch" $(campaign "$LONG")
    jobs+=("$job")
done
for job in "${jobs[@]}"; do until_true 60 "count-$job.journal grows" under_way "count-$job.journal"; done
scancel "${jobs[@]}"
for job in "${jobs[@]}"; do until_true 30 "job $job is cancelled" ended "$job"; done
until_true 30 "the jobs leave their nodes" nodes_are_idle
for job in "${jobs[@]}"; do
    expect "state of a cancelled job" CANCELLED "$(field "$job" JobState)"
    expect "restarts of a cancelled job" 0 "$(field "$job" Restarts)"
done
