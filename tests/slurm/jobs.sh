#!/bin/bash
# Every script in jobs/ as it stands, under both launchers, submitted from the checkout and from
# elsewhere.
source "$(dirname "$0")/lib.sh"

(cd "$CHECKOUT" && sbatch --parsable jobs/count.sbatch 0 1e10 --of primes,twins -q >"$OLDPWD/count")
submit "$CHECKOUT/jobs/gaps.sbatch" 0 1e9 -q && gaps=$job
submit "$CHECKOUT/jobs/pi.sbatch" 1e10 -q && pi=$job
cp "$CHECKOUT/jobs/count.sbatch" mine.sbatch
PRIMERANK_HOME=$CHECKOUT submit mine.sbatch 0 1e9 -q && mine=$job
PRIMERANK_LAUNCHER=mpirun submit --nodes=2 "$CHECKOUT/jobs/count.sbatch" 0 1e10 --of=primes,twins \
    --journal=named.journal -q && mpirun=$job
submit --array=0-2 "$CHECKOUT/jobs/shard.sbatch" count 0 1e10 --of primes,twins && shards=$job
submit --nodes=2 --ntasks=4 "$CHECKOUT/jobs/scaling.sbatch" 1e10 2e10 && scaling=$job

count=$(<count)
expect_end "$count" 60 COMPLETED
expect_file "$CHECKOUT/count-$count.out" $'455052511\n27412679'
expect_end "$gaps" 60 COMPLETED
expect_words "gaps-$gaps.out" '\b282\b.*\b436273009\b'
expect_end "$pi" 60 COMPLETED
expect_file "pi-$pi.out" 455052511
expect_end "$mine" 60 COMPLETED
expect_file "count-$mine.out" 50847534
expect_end "$mpirun" 60 COMPLETED
expect_file "count-$mpirun.out" $'455052511\n27412679'
expect_words "count-$mpirun.log" 'n\[1-2\].* mpirun '
[[ -f named.journal ]] || fail "--journal=named.journal made no such file"
for task in 0 1 2; do expect_end "${shards}_$task" 60 COMPLETED; done
expect "the merged shards" $'455052511\n27412679' "$("$PROGRAM" merge -q shard-"$shards"-*.journal)"
expect_end "$scaling" 120 COMPLETED
for ranks in 1 2 4; do expect_words "scaling-$scaling.out" "^ +$ranks( +[0-9.e+]+%?){6}$"; done
