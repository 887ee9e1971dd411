#!/bin/bash
# A job that is told to stop (scancel --signal) stops in order, is requeued and ends with the
# result; under srun and under mpirun.
source "$(dirname "$0")/lib.sh"

# preempt LAUNCHER SCANCEL-OPTION...
preempt() {
    # shellcheck disable=SC2046
    PRIMERANK_LAUNCHER=$1 submit --nodes=2 "$CHECKOUT/jobs/count.sbatch" $(campaign "$SHORT")
    until_true 60 "count-$job.journal grows" under_way "count-$job.journal"
    scancel --signal=USR1 "${@:2}" "$job"
    until_true 30 "job $job is requeued" has_restarted "$job"
    expect_words "count-$job.log" "stopped early"
    expect_end "$job" 180 COMPLETED
    expect_file "count-$job.out" "${PRIMES_BELOW_2_TO[$SHORT]}"
    expect_words "count-$job.log" "run 1 on"
}

preempt "srun --mpi=pmix" # to the ranks
preempt mpirun --batch # to the script
