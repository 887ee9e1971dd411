#!/bin/bash
# A node loses its network in mid-campaign: Slurm requeues the job, and it ends with the result.
source "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2046
submit --nodes=2 "$CHECKOUT/jobs/count.sbatch" $(campaign "$MIDDLE")
until_true 60 "count-$job.journal grows" under_way "count-$job.journal"
ip -n n2 link set eth0 down
until_true 90 "job $job is requeued" has_restarted "$job"
ip -n n2 link set eth0 up
expect_end "$job" 180 COMPLETED
expect_file "count-$job.out" "${PRIMES_BELOW_2_TO[$MIDDLE]}"
expect_words "count-$job.log" "run 1 on"
