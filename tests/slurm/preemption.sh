#!/bin/bash
# A job that is told to stop (scancel --signal) stops in order, is requeued and ends with the
# result; under srun, where the signal goes to the ranks, and under mpirun, where it goes to the
# script.
source "$(dirname "$0")/lib.sh"

declare -A batch=()
for launcher in "srun --mpi=pmix" mpirun; do
    # shellcheck disable=SC2046
    PRIMERANK_LAUNCHER=$launcher submit --nodes=2 "$CHECKOUT/jobs/count.sbatch" $(campaign "$SHORT")
    batch[$job]=''
    [[ $launcher != mpirun ]] || batch[$job]=--batch
done
for job in "${!batch[@]}"; do
    until_true 60 "count-$job.journal grows" under_way "count-$job.journal"
    # shellcheck disable=SC2086
    scancel --signal=USR1 ${batch[$job]} "$job"
done
for job in "${!batch[@]}"; do
    until_true 30 "job $job is requeued" has_restarted "$job"
    expect_words "count-$job.log" "stopped early"
done
for job in "${!batch[@]}"; do
    expect_end "$job" 180 COMPLETED
    expect_file "count-$job.out" "${PRIMES_BELOW_2_TO[$SHORT]}"
    expect_words "count-$job.log" "run 1 on"
done
