"""How the end-to-end tests run the real binary: alone or under mpirun."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass

BINARY = os.environ.get("PRIMERANK", "build/primerank")
FAULTY = os.environ.get("FAULTY_PRIMERANK", "build-ci/tests/end_to_end/faulty_primerank")
MPIRUN = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", "scripts", "mpirun"))
RANK = "${OMPI_COMM_WORLD_RANK-$PMI_RANK}"  # of a task, in its shell
RANKS = (1, 2, 3, 4, 7)

ENVIRONMENT = dict(os.environ, MPIEXEC_TIMEOUT="300")


@dataclass
class Finished:
    code: int
    out: str
    err: str


def command(arguments, ranks=None):
    line = [BINARY, *map(str, arguments)]
    if ranks is not None:
        line = [MPIRUN, str(ranks), "1", *line]
    return line


def run(*arguments, ranks=None, env=None, timeout=320):
    """Runs to the end; ranks=None means without mpirun."""
    done = subprocess.run(
        command(arguments, ranks),
        env={**ENVIRONMENT, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
    )
    return Finished(done.returncode, done.stdout, done.stderr)


def run_faulty(*arguments, fault, rank, ranks=None):
    """The same with the program in which one rank's memory loses a bit: see fault.cpp."""
    global BINARY
    sound, BINARY = BINARY, FAULTY
    try:
        return run(*arguments, ranks=ranks, env={"PRIMERANK_TEST_FAULTY_RANK": str(rank),
                                                 "PRIMERANK_TEST_FAULT": fault})
    finally:
        BINARY = sound


def launcher_is_mpich():
    shown = subprocess.run([os.environ.get("PRIMERANK_MPIRUN", "mpirun"), "--version"],
                           capture_output=True, text=True, check=True)
    return "HYDRA" in shown.stdout


def descendants(pid):
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    children = [int(line) for line in found.stdout.split()]
    return children + [late for child in children for late in descendants(child)]


def run_and_kill(*arguments, journal):
    """Kills the ranks of a campaign as soon as its journal, which must not exist, has a round."""
    process = subprocess.Popen(
        command((*arguments, "--journal", journal), ranks=2), env=ENVIRONMENT,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    while process.poll() is None:
        if os.path.exists(journal):
            with open(journal, encoding="utf-8") as file:
                if '{"round":' in file.read():
                    break
        time.sleep(0.05)
    for rank in descendants(process.pid):
        try:
            os.kill(rank, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()


def run_and_kill_after(seconds, *arguments):
    """Runs without mpirun, and kills what has not ended after so many seconds."""
    try:
        run(*arguments, timeout=seconds)
    except subprocess.TimeoutExpired:
        pass


def reference():
    """The published values, by group."""
    path = os.path.join(os.path.dirname(__file__), "..", "data", "reference.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def main():
    """Runs the tests of the calling module, quiet when they pass."""
    import unittest

    unittest.main(module="__main__", verbosity=0, argv=[sys.argv[0], *sys.argv[1:]])
