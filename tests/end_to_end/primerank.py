"""How the end-to-end tests run the real binary: alone or under mpirun."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

BINARY = os.environ.get("PRIMERANK", "build/primerank")
RANKS = (1, 2, 3, 4, 7)

ENVIRONMENT = dict(
    os.environ,
    OMPI_ALLOW_RUN_AS_ROOT="1",
    OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
    OMPI_MCA_pml="ob1",
    OMPI_MCA_btl="self,vader",
)


@dataclass
class Finished:
    code: int
    out: str
    err: str


def command(arguments, ranks=None):
    line = [BINARY, *map(str, arguments)]
    if ranks is not None:
        line = ["mpirun", "-q", "--oversubscribe", "--timeout", "300", "-np", str(ranks), *line]
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


def run_and_kill(*arguments, seconds):
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
