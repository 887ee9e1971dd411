#!/bin/bash
# How tasks of srun find each other, or are told that they cannot.
source "$(dirname "$0")/lib.sh"

expect "a count of two tasks" 78498 "$(srun --mpi=pmix -n 2 "$PROGRAM" count 0 1e6 -q)"
expect "an answer of two tasks" 101 "$(srun --mpi=pmix -n 2 "$PROGRAM" next 100)"
expect "an answer of two tasks without MPI" 101 "$(srun --mpi=none -n 2 "$PROGRAM" next 100)"

# As in a shell that srun starts: one task can start MPI only once.
# shellcheck disable=SC2016
expect "counts of one task's shell" $'78498\n9592\n101' "$(srun --mpi=pmix -n 1 bash -c \
    '"$1" count 0 1e6 -q; "$1" count 0 1e5 -q; "$1" next 100' bash "$PROGRAM")"

code=0
srun --mpi=none -n 2 "$PROGRAM" count 0 1e6 -q >unknown.out 2>unknown.log || code=$?
expect "the exit code of tasks that cannot reach each other" 2 "$code"
expect_file unknown.out ''
expect "lines that say so" 1 "$(grep -c '^primerank: ' unknown.log)"
expect_words unknown.log 'one of 2 tasks of srun.*srun --mpi=pmix'

# shellcheck disable=SC2016
submit --ntasks=2 --output=batch.out --wrap 'for i in 1 2; do "$PROGRAM" count 0 1e6 -q; done' \
    --export="ALL,PROGRAM=$PROGRAM"
expect_end "$job" 30 COMPLETED
expect_file batch.out $'78498\n78498'
