#!/bin/bash
# A cancelled job stays cancelled, and another job goes on with its journal.
source "$(dirname "$0")/lib.sh"

for launcher in "srun --mpi=pmix" mpirun; do
    journal=${launcher%% *}.journal
    # shellcheck disable=SC2046
    PRIMERANK_LAUNCHER=$launcher submit --nodes=2 "$CHECKOUT/jobs/count.sbatch" $(campaign "$SHORT") \
        --journal "$journal"
    until_true 30 "$journal grows" under_way "$journal"
    scancel "$job"
    until_true 30 "job $job is cancelled" ended "$job"
    until_true 30 "job $job leaves its nodes" idle_nodes
    expect "state of a cancelled job" CANCELLED "$(field "$job" JobState)"
    expect "restarts of a cancelled job" 0 "$(field "$job" Restarts)"
    # shellcheck disable=SC2046
    PRIMERANK_LAUNCHER=$launcher submit "$CHECKOUT/jobs/count.sbatch" $(campaign "$SHORT") \
        --journal "$journal"
    expect_end "$job" 120 COMPLETED
    expect_file "count-$job.out" "${PRIMES_BELOW_2_TO[$SHORT]}"
done
