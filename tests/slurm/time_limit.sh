#!/bin/bash
# A campaign longer than its job: the signal comes before the time limit, the job is requeued and
# ends with the result. Slurm looks at time limits every 30 s and counts them in minutes, so the
# signal of this job comes in its first half minute.
source "$(dirname "$0")/lib.sh"

# shellcheck disable=SC2046
submit --time=1 --signal=B:USR1@30 --nodes=2 "$CHECKOUT/jobs/count.sbatch" $(campaign "$LONG")
expect_end "$job" 400 COMPLETED
expect_file "count-$job.out" "${PRIMES_BELOW_2_TO[$LONG]}"
has_restarted "$job" || fail "job $job was not interrupted: LONG in lib.sh is too short"
expect_words "count-$job.log" "stopped early"
