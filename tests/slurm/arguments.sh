#!/bin/bash
# What must not go round in circles: mistyped arguments, a program that gets nowhere. And what the
# program learns from the script.
source "$(dirname "$0")/lib.sh"

submit "$CHECKOUT/jobs/count.sbatch" 0 && mistyped=$job
submit "$CHECKOUT/jobs/shard.sbatch" 0 1e9 && no_array=$job
submit --array=3,5 "$CHECKOUT/jobs/shard.sbatch" 0 1e9 && part=$job
printf '#!/bin/sh\nexit 75\n' >idle && chmod +x idle
PRIMERANK=$PWD/idle PRIMERANK_ATTEMPTS=2 submit "$CHECKOUT/jobs/count.sbatch" 0 1e9 && idle=$job
# shellcheck disable=SC2016
printf '#!/bin/sh\necho "$SLURM_JOB_END_TIME $*"\n' >mirror && chmod +x mirror
now=$(date +%s)
PRIMERANK=$PWD/mirror submit --time=60 --ntasks=1 --cpus-per-task=2 --job-name=named \
    "$CHECKOUT/jobs/pi.sbatch" 1e9 && mirror=$job
PRIMERANK_SHARDS=8 submit --array=3,5 "$CHECKOUT/jobs/shard.sbatch" 0 1e9 --journal %a.journal &&
    repeated=$job

expect_end "$mistyped" 30 FAILED 2
expect_words "count-$mistyped.log" STOP
expect_end "$no_array" 30 FAILED 2
expect_words "shard-$no_array-4294967294.log" --array=0-99
expect_end "${part}_3" 30 FAILED 2
expect_words "shard-$part-3.log" PRIMERANK_SHARDS
for task in 3 5; do
    expect_end "${repeated}_$task" 30 COMPLETED
    expect_words "shard-$repeated-$task.log" "--shard $task/8"
    [[ -f $task.journal ]] || fail "no $task.journal"
done
expect_end "$mirror" 30 COMPLETED
read -r end arguments <"named-$mirror.out"
[[ $arguments =~ --deadline\ (35[0-9]{2})\  ]] || fail "no deadline before the signal: $arguments"
expect "arguments" "pi 1e9 --journal named-$mirror.journal --deadline ${BASH_REMATCH[1]} --threads 2" \
    "$arguments"
((end >= now + 3600 && end < now + 3700)) || fail "SLURM_JOB_END_TIME is $end at $now"
expect_end "$idle" 60 FAILED 75
expect "restarts of a program that gets nowhere" 1 "$(field "$idle" Restarts)"
expect_words "count-$idle.log" "giving up"
