# What the job scripts share; they source this file.
# shellcheck shell=bash
#
# Environment variables that a site may want to set before sbatch:
#   PRIMERANK            the program; else build/primerank in the checkout or in the directory of
#                        submission, else primerank from the PATH, else of the same installation
#   PRIMERANK_HOME       the checkout, where the job script was copied out of it
#   PRIMERANK_LAUNCHER   such as "mpirun" or "srun --mpi=pmi2"; else "srun --mpi=pmix" where this
#                        Slurm offers it, else mpirun
#   PRIMERANK_MODULES    environment modules to load, such as "gcc openmpi"
#   PRIMERANK_ATTEMPTS   give up after so many runs in a row that brought the journal no further (3)

say() { echo "$(date '+%F %T') ${SLURM_JOB_NAME-job}: $*" >&2; }

die() {
    say "$1"
    exit "${2-1}"
}

load_modules() {
    [[ -n ${PRIMERANK_MODULES-} ]] || return 0
    # Not every site defines `module` for shells that are no login shells.
    # shellcheck disable=SC1091
    type module &>/dev/null || source /etc/profile
    local modules
    read -ra modules <<<"$PRIMERANK_MODULES"
    module load "${modules[@]}" || die "module load ${modules[*]}: failed"
}

# Sets program. The script that sources this file has set jobs, the directory of this file.
# shellcheck disable=SC2154
find_program() {
    local candidate
    for candidate in "${PRIMERANK-}" "${jobs%/*}/build/primerank" \
        "$SLURM_SUBMIT_DIR/build/primerank" "$(type -P primerank)" \
        "${jobs%/*/*/*}/bin/primerank"; do
        [[ -n $candidate ]] || continue
        program=$candidate
        [[ -x $program ]] && return
        [[ $program != "${PRIMERANK-}" ]] || die "PRIMERANK=$PRIMERANK is no program" 4
    done
    die "no program primerank: build it in the checkout, or name it: PRIMERANK=/path sbatch ..." 4
}

# Sets launcher, a command that starts a program once a rank.
find_launcher() {
    if [[ -n ${PRIMERANK_LAUNCHER-} ]]; then
        read -ra launcher <<<"$PRIMERANK_LAUNCHER"
    elif srun --mpi=list 2>&1 | grep -qw pmix; then
        launcher=(srun --mpi=pmix)
    else
        launcher=(mpirun)
    fi
    # Since 22.05 srun does not take --cpus-per-task from sbatch by itself.
    export SRUN_CPUS_PER_TASK=${SLURM_CPUS_PER_TASK:-1}
    # For the mpirun of Open MPI 4 and (PRTE_) 5; other launchers do not look at them: no banner over
    # an exit code that is meant, which 5 has no setting for, and a core for each of a rank's threads.
    export OMPI_MCA_orte_execute_quiet=1
    if ((SRUN_CPUS_PER_TASK > 1)); then
        export OMPI_MCA_rmaps_base_mapping_policy="slot:PE=$SRUN_CPUS_PER_TASK"
        export PRTE_MCA_rmaps_default_mapping_policy="slot:PE=$SRUN_CPUS_PER_TASK"
    fi
    if ((${SLURM_NTASKS:-1} < SLURM_NNODES * ${SLURM_NTASKS_PER_NODE:-1})); then
        say "only ${SLURM_NTASKS:-1} ranks: with --ntasks-per-node, give the total as --ntasks too"
    fi
}

# has OPTION "$@": is the option among the arguments, as --option value or --option=value?
has() {
    local option=$1 argument
    for argument in "${@:2}"; do
        [[ $argument == "$option" || $argument == "$option="* ]] && return 0
    done
    return 1
}

# value_of OPTION "$@"
value_of() {
    local option=$1
    shift
    while (($# > 0)); do
        case $1 in
        "$option") echo "${2-}" && return ;;
        "$option="*) echo "${1#*=}" && return ;;
        esac
        shift
    done
}

# The same name in every run of a job, as a requeue keeps the numbers.
default_journal() {
    if [[ -n ${SLURM_ARRAY_JOB_ID-} ]]; then
        echo "$SLURM_JOB_NAME-$SLURM_ARRAY_JOB_ID-$SLURM_ARRAY_TASK_ID.journal"
    else
        echo "$SLURM_JOB_NAME-$SLURM_JOB_ID.journal"
    fi
}

# The stop signal reaches this script (B: in --signal) and goes on to srun or mpirun, which hand it
# to every rank. Slurm's own TERM, at the time limit or before a preemption, leaves half a minute:
# enough for an orderly stop, so it is handed on as USR1 too (mpirun would kill the ranks a second
# after a TERM).
pid=''
stops=0
stop() {
    ((++stops))
    [[ -z $pid ]] || kill -USR1 "$pid" 2>/dev/null
}
trap stop USR1 TERM

# Runs the program and sets code to its exit code, and in_use to whether it says that another job
# holds the journal.
run_program() {
    code=75 in_use=false
    ((stops == 0)) || return
    local errors copy copier
    errors=$(mktemp) || errors=/dev/null
    # Slurm signals every process of a job; without its reader the program would die too.
    exec {copy}> >(trap '' TERM USR1 INT && exec tee "$errors" >&2)
    copier=$!
    "${launcher[@]}" "$program" "$@" 2>&"$copy" {copy}>&- &
    pid=$!
    exec {copy}>&-
    ((stops == 0)) || stop
    local seen=-1
    while ((seen != stops)); do # a trapped signal ends `wait` early, with a code of its own
        seen=$stops
        wait "$pid"
        code=$?
    done
    pid=''
    wait_for "$copier" # the program's last words
    if ((code == 3)) && grep -qs 'in use' "$errors"; then
        in_use=true
    fi
    [[ $errors == /dev/null ]] || rm -f "$errors"
}

# Waits until a process has ended, though for two seconds at most.
wait_for() {
    local tries=20
    while kill -0 "$1" 2>/dev/null && ((tries-- > 0)); do
        sleep 0.1
    done
}

# patiently COMMAND ARGUMENT...: tries again where a busy Slurm does not answer.
patiently() {
    local tries=3
    until timeout 10 "$@"; do
        ((--tries > 0)) || return 1
        sleep 2
    done
}

# Whether it is for this script to requeue the job: not when somebody cancelled it, and not when
# Slurm itself is about to, as after the loss of a node. In doubt it is.
wanted() {
    local job
    job=$(patiently scontrol --oneliner show job "$SLURM_JOB_ID")
    [[ $job == *" JobState="* ]] || return 0
    [[ $job == *" JobState=RUNNING "* || $job == *" Reason=TimeLimit "* ]]
}

# What the journal has recorded, as one word that changes with every round.
recorded() {
    cksum "$1" 2>/dev/null | tr -s ' \n' -
}

# Counts the runs in a row that have brought the journal no further than `before`; fails when they
# are too many. The count outlives the run in a file beside the journal.
made_progress() {
    local journal=$1 before=$2 idle=0 limit=${PRIMERANK_ATTEMPTS:-3}
    local file=$journal.idle
    if [[ $(recorded "$journal") != "$before" ]]; then
        rm -f "$file"
        return 0
    fi
    [[ ! -f $file ]] || idle=$(<"$file")
    echo $((++idle)) >"$file"
    say "run $idle in a row that recorded nothing"
    ((idle < limit))
}

# For --deadline auto, as Slurm before 23.02 does not say when the job ends; nothing where it never
# does, or where Slurm does not answer.
export_end_time() {
    local time end
    [[ -z ${SLURM_JOB_END_TIME-} ]] || return 0
    time=$(patiently squeue --noheader --jobs="$SLURM_JOB_ID" --format=%e)
    [[ $time == *[0-9]T[0-9]* ]] || return 0 # to date, no time at all is midnight
    end=$(date -d "$time" +%s) && export SLURM_JOB_END_TIME=$end
}

# For --deadline: rounds that would not be over by the stop signal are not begun, so that nothing is
# given up when it comes. Nothing where the job is too short for that, or has no end.
seconds_to_signal() {
    local reserve=65 shortest=240 # the scripts ask for the signal a minute before the end
    local seconds=$((${SLURM_JOB_END_TIME:-0} - $(date +%s) - reserve))
    ((seconds < shortest)) || echo "$seconds"
}

# campaign COMMAND ARGUMENT...: runs a primerank command with a journal, and puts the job back into
# the queue until it is through.
campaign() {
    local journal deadline before code in_use program launcher
    load_modules
    find_program
    find_launcher
    export_end_time
    journal=$(value_of --journal "$@")
    if [[ -z $journal ]]; then
        journal=$(default_journal)
        set -- "$@" --journal "$journal"
    fi
    deadline=$(seconds_to_signal)
    has --deadline "$@" || [[ -z $deadline ]] || set -- "$@" --deadline "$deadline"
    has --threads "$@" || set -- "$@" --threads "$SRUN_CPUS_PER_TASK"

    say "run ${SLURM_RESTART_COUNT:-0} on $SLURM_JOB_NODELIST, ${SLURM_NTASKS:-1} ranks:" \
        "${launcher[*]} $program $*"
    before=$(recorded "$journal")
    run_program "$@"

    $in_use || case $code in
    0)
        rm -f "$journal.idle"
        exit 0
        ;;
    2 | 3 | 4 | 5) exit "$code" ;; # would end the same way again
    esac
    case $code in
    3) say "another job holds $journal, or the lock of a lost one is not free yet" ;;
    75) say "stopped early; $journal has what is done" ;;
    *) say "ended with code $code; $journal has what was recorded until then" ;;
    esac
    wanted || die "Slurm ends this job; to go on: sbatch the same, --journal $journal" "$code"
    ! $in_use || before=$(recorded "$journal") # whatever another job has brought it
    made_progress "$journal" "$before" || die "giving up; the journal stays: $journal" "$code"
    patiently scontrol requeue "$SLURM_JOB_ID" ||
        die "requeue refused; to go on: sbatch the same, --journal $journal" "$code"
    exit 75
}
