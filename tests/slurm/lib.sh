# What the tests share; they source this file.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

readonly CHECKOUT=$CLUSTER_SHARED/primerank
readonly PROGRAM=$CHECKOUT/build/primerank

# The campaigns that are interrupted: the primes below 2^SIZE, one by one. On two cores of 2020
# 2^38 takes some 10 s, 2^39 some 20 s, 2^40 some 40 s.
readonly SHORT=38 MIDDLE=39 LONG=40
# OEIS A007053
declare -rA PRIMES_BELOW_2_TO=([38]=10866266172 [39]=21151907950 [40]=41203088796)

declare -A first_size=()

campaign() { echo "0 2^$1 --method enumerate -q"; }

fail() {
    echo "$1"
    local log
    for log in *.log; do
        [[ ! -s $log ]] || { echo "---- the end of $log:" && tail -n 15 "$log"; }
    done
    exit 1
} >&2

# submit ARGUMENT...: sbatch, sets job.
submit() { job=$(sbatch --parsable "$@") || fail "sbatch $* is refused"; }

# field JOB NAME: such as JobState.
field() { scontrol --oneliner show job "$1" | sed -nE "1s/(.* )?$2=([^ ]*).*/\2/p"; }

# until_true SECONDS WHAT COMMAND...
until_true() {
    local deadline=$((SECONDS + $1)) what=$2
    until "${@:3}"; do
        ((SECONDS < deadline)) || fail "after $1 s still not: $what"
        sleep 0.2
    done
}

ended() {
    case $(field "$1" JobState) in
    COMPLETED | CANCELLED | FAILED | TIMEOUT | NODE_FAIL | OUT_OF_MEMORY | PREEMPTED) ;;
    *) return 1 ;;
    esac
}

# expect WHAT EXPECTED ACTUAL
expect() { [[ $2 == "$3" ]] || fail "$1: expected '$2', got '$3'"; }

# expect_end JOB SECONDS STATE [EXIT CODE]
expect_end() {
    until_true "$2" "job $1 ends" ended "$1"
    expect "job $1's state" "$3" "$(field "$1" JobState)"
    expect "job $1's exit code" "${4:-0}:0" "$(field "$1" ExitCode)"
}

# expect_file FILE TEXT
expect_file() {
    [[ -f $1 ]] || fail "no file $1"
    expect "$1" "$2" "$(<"$1")"
}

# expect_words FILE PATTERN: a line of the file matches.
expect_words() { grep -qE -- "$2" "$1" || fail "$1 does not say '$2'"; }

has_restarted() { (($(field "$1" Restarts) > 0)); }

nodes_are_idle() { [[ $(sinfo --noheader --format=%T) == idle ]]; }

# under_way JOURNAL: it has grown since the first time it was asked for.
under_way() {
    local size
    size=$(stat -c %s "$1" 2>/dev/null) || return 1
    : "${first_size[$1]:=$size}"
    ((size > first_size[$1]))
}
